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

  const happened = (text) => page.locator('#faults .fault-lines p', { hasText: text }).last().waitFor();
  const now = (text) => page.locator('#faults .fault-now', { hasText: text }).waitFor();
  const counts = (what, n) => page.locator(`#faults [data-key=${what}] dd`, { hasText: new RegExp(`^${n}$`) }).waitFor();

  // ping wants exactly one more pong.
  const ping = async () => {
    const pongs = page.locator('.message .content', { hasText: /^pong$/ });
    const before = await pongs.count();
    await box().fill('!ping');
    await box().press('Enter');
    await pongs.nth(before).waitFor();
    assert.equal(await pongs.count(), before + 1);
  };

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

  test('a broken connection is resumed', async () => {
    await page.getByRole('button', { name: 'Faults' }).click();
    await page.locator('#faults .fault-now', { hasText: 'Nothing is broken now.' }).waitFor();
    await counts('identifies', '1');
    await counts('resumes', '0');
    await page.getByRole('button', { name: 'Break the connection' }).click();
    await happened('1 connection broken.');
    await happened('Accord asked to resume.');
    await counts('resumes', '1');
    await counts('identifies', '1');
    await ping();
    await page.screenshot({ path: join(shots, 'faults.png') });
  });

  test('a request that fails is made again', async () => {
    await page.getByRole('button', { name: 'Fail', exact: true }).click();
    await happened('The next request fails: 500 server error.');
    await now('Now: 1 request to fail.');
    await ping();
    await happened('POST /channels/{channel_id}/messages was answered with 500.');
    await now('Nothing is broken now.');
  });

  test('the bot hears nothing during an outage', async () => {
    const down = page.getByRole('checkbox', { name: 'Playground is down' });
    await down.check();
    await now('Now: Playground down.');
    const asked = page.locator('.message .content', { hasText: /^!ping$/ });
    const before = await asked.count();
    await box().fill('!ping'); // nobody is there to answer
    await box().press('Enter');
    await asked.nth(before).waitFor();
    await down.uncheck();
    await happened('Playground is back.');
    await ping();
  });

  test('all goes back to normal', async () => {
    await page.getByLabel('REST slower by').selectOption('300 ms');
    await page.getByRole('checkbox', { name: 'Leave heartbeats unanswered' }).check();
    await page.getByLabel('Gateway slower by').selectOption('2 seconds');
    await now('Now: gateway slower by 2 seconds, heartbeats without answer, REST slower by 300 ms.');
    await page.getByRole('button', { name: 'Faults, some in force' }).waitFor();
    await page.getByRole('button', { name: 'All back to normal' }).click();
    await happened('All is back to normal.');
    await now('Nothing is broken now.');
    assert.deepEqual(await page.locator('#faults [id$=-delay]').evaluateAll((all) => all.map((s) => s.value)), ['0s', '0s']);
    assert.equal(await page.getByRole('checkbox', { name: 'Leave heartbeats unanswered' }).isChecked(), false);
    await ping();
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('#faults').isVisible(), false);
    assert.equal(await page.evaluate(() => document.activeElement.id), 'faults-button');
  });

  test('the page fits a phone in the dark', async () => {
    await page.setViewportSize({ width: 400, height: 800 });
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'the page scrolls sideways');
    await page.screenshot({ path: join(shots, 'phone.png') });
    await page.getByRole('button', { name: 'Faults' }).click();
    await page.getByRole('button', { name: 'Ask to reconnect' }).click();
    await happened('1 connection asked to reconnect.');
    await counts('resumes', '2');
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'the faults scroll sideways');
    await page.screenshot({ path: join(shots, 'faults-phone.png') });
    await page.getByRole('button', { name: 'Close the faults' }).click();
    const dropped = await page.request.post(new URL('/control/drop', url).href, { data: { mode: 'invalid' } });
    assert.deepEqual(await dropped.json(), { dropped: 1 });
    await page.getByRole('button', { name: 'Faults' }).click();
    await happened('Accord started anew.'); // told also if the panel was closed then
    await page.getByRole('button', { name: 'Close the faults' }).click();
    await page.getByRole('button', { name: 'Channels' }).click();
    await page.getByRole('button', { name: 'random, text channel' }).click();
    await page.getByRole('heading', { name: 'random' }).waitFor();
  });

  test('with several bots one can be chosen', async () => {
    const added = await page.request.post(new URL('/control/bot', url).href, { data: { name: 'Second' } });
    assert.equal(added.status(), 200);
    await page.getByRole('button', { name: 'Faults' }).click();
    const whose = page.getByLabel('Faults and counts of');
    await whose.selectOption('Second');
    await counts('identifies', '0');
    await page.getByRole('button', { name: 'Break the connection' }).click();
    await happened('Second is not connected.');
    await page.getByLabel('Gateway slower by').selectOption('300 ms');
    await happened('The gateway is slower by 300 ms for Second.');
    await now('Now: Second: gateway slower by 300 ms.');
    await whose.selectOption('Accord');
    await counts('identifies', '2');
    assert.equal(await page.locator('#gateway-delay').inputValue(), '0s');
    await page.getByRole('button', { name: 'Fail', exact: true }).click();
    await happened('The next request of Accord fails: 500 server error.');
    await now('Now: Accord: 1 request to fail, Second: gateway slower by 300 ms.');
    const { channel_id } = await (await page.request.get(new URL('/ui/state', url).href)).json();
    await page.request.post(new URL('/control/user-message', url).href, { data: { channel_id, content: '!ping' } });
    await happened('Accord: POST /channels/{channel_id}/messages was answered with 500.');
    await page.screenshot({ path: join(shots, 'faults-two.png') });
    await page.getByRole('button', { name: 'All back to normal' }).click();
    await now('Nothing is broken now.');
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'two bots scroll sideways');
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
