// A person, a browser and `accord demo`: what the README promises, clicked
// through. The screenshots land in the directory that ACCORD_SCREENSHOTS names,
// or in a new temporary one, which the test's output tells.

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = fileURLToPath(new URL('../..', import.meta.url));
const temporary = mkdtempSync(join(tmpdir(), 'accord-ui-'));
const shots = process.env.ACCORD_SCREENSHOTS || mkdtempSync(join(tmpdir(), 'accord-screenshots-'));

// The browser runs on CI machines that share two cores with everything else.
const patience = 20000;

describe('the page of accord demo', { timeout: 180000 }, () => {
  let demo;
  let url;
  let browser;
  let page;
  const wrong = []; // what the browser complained about, and requests elsewhere

  before(async () => {
    mkdirSync(shots, { recursive: true });
    const program = join(temporary, 'accord');
    execFileSync('go', ['build', '-o', program, './cmd/accord'], { cwd: root, stdio: 'inherit' });
    demo = spawn(program, ['demo', '-addr', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'inherit'] });
    url = await address(demo.stdout);
    browser = await chromium.launch({
      executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
    });
    page = await open(browser, url, wrong);
  });

  after(async () => {
    await browser?.close();
    if (demo && demo.exitCode === null) {
      demo.kill('SIGKILL');
      await once(demo, 'exit');
    }
    rmSync(temporary, { recursive: true, force: true });
  });

  const box = () => page.getByRole('combobox', { name: 'Message #general' });
  const last = () => page.locator('.message-list:not(.waiting) > .message').last();
  const says = (text) => page.locator('.message', { has: page.locator('.content', { hasText: text }) }).last();

  test('shows the channel and the bot', async () => {
    await page.getByRole('heading', { name: 'general' }).waitFor();
    await page.getByRole('button', { name: 'general, text channel' }).waitFor();
    await page.locator('#bot-status', { hasText: 'online' }).waitFor();
  });

  test('!ping is answered', async () => {
    await box().fill('!ping');
    await box().press('Enter');
    const answer = says(/^pong$/);
    await answer.waitFor();
    assert.equal(await answer.locator('.badge').textContent(), 'BOT');
    assert.equal(await box().inputValue(), '');
  });

  test('the command list asks for the options', async () => {
    await box().pressSequentially('/ec');
    await page.getByRole('option', { name: '/echo' }).waitFor();
    await box().press('Tab');
    const text = page.getByRole('textbox', { name: 'text' });
    await text.waitFor();
    await text.press('Enter');
    await page.getByText('This option is required.').waitFor();
    await text.fill('from the form');
    assert.equal(await page.getByText('This option is required.').isVisible(), false);
    await page.screenshot({ path: join(shots, 'form.png') });
    await text.press('Enter');
    await says(/^from the form$/).waitFor();
  });

  test('/echo text:hello is answered, and its button changes the message', async () => {
    await box().fill('/echo text:hello');
    await box().press('Enter');
    await says(/^hello$/).waitFor();
    assert.match(await last().locator('.origin').innerText(), /used\s*\/echo/);
    await page.screenshot({ path: join(shots, 'echo.png') });
    await last().getByRole('button').click();
    await says(/^hello \(and again\)/).waitFor();
    assert.equal(await page.locator('.message.pending').count(), 0);
    await page.screenshot({ path: join(shots, 'button.png') });
  });

  test('what a person writes is never markup', async () => {
    await box().fill('<img src=x onerror="document.title=1"> **bold**');
    await box().press('Enter');
    const message = says('<img src=x onerror="document.title=1"> bold');
    await message.waitFor();
    assert.equal(await message.locator('strong').textContent(), 'bold');
    assert.equal(await page.locator('main img').count(), 0);
  });

  test('the page fits a phone in the dark', async () => {
    await page.setViewportSize({ width: 400, height: 800 });
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'the page scrolls sideways');
    await page.screenshot({ path: join(shots, 'phone.png') });
    await page.getByRole('button', { name: 'Channels' }).click();
    await page.getByRole('button', { name: 'random, text channel' }).click();
    await page.getByRole('heading', { name: 'random' }).waitFor();
  });

  test('nothing was asked elsewhere and nothing went wrong', () => assert.deepEqual(wrong, []));

  test('the page tells when the demo has ended', async () => {
    demo.kill('SIGTERM');
    const [status] = await once(demo, 'exit');
    assert.equal(status, 0);
    await page.getByText('The connection to the local Discord is lost.').waitFor();
  });
});

// address reads the page's address from what the demo prints.
async function address(stdout) {
  const lines = createInterface(stdout);
  for await (const line of lines) {
    const found = /http:\/\/\S+/.exec(line);
    if (found) {
      stdout.resume(); // closing the lines paused it
      return found[0];
    }
  }
  throw new Error('the demo printed no address');
}

async function open(browser, url, wrong) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(patience);
  page.on('pageerror', (error) => wrong.push(String(error)));
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && wrong.push(message.text()));
  page.on('request', (request) => new URL(request.url()).origin === new URL(url).origin || wrong.push(request.url()));
  await page.goto(url);
  console.log(`screenshots: ${shots}`);
  return page;
}
