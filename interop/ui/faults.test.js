import assert from 'node:assert/strict';
import { test } from 'node:test';
import { closeCodes, dropped, failing, inForce, isBroken, news } from '../../emulator/ui/static/faults.js';

const gateway = { latency: '0s', miss_acks: 0, corrupt: 0, truncate: 0, repeat: 0 };
const none = { latency: '0s', gateway, failures: 0, drops: 0, unavailable: [] };
const stats = { identifies: 1, resumes: 0, heartbeats: 0, requests: 0, responses_429: 0 };

test('a drop tells how many connections it met', () => {
  assert.equal(dropped(1, 'broken', 'Accord'), '1 connection broken.');
  assert.equal(dropped(2, 'closed with 4000', null), '2 connections closed with 4000.');
  assert.equal(dropped(0, 'broken', 'Accord'), 'Accord is not connected.');
  assert.equal(dropped(0, 'broken', null), 'No bot is connected.');
});

test('requests that are going to fail are counted', () => {
  assert.equal(failing(1, '500 server error'), 'The next request fails: 500 server error.');
  assert.equal(failing(3, 'Answer lost'), 'The next 3 requests fail: Answer lost.');
});

test('what is in force is told in words', () => {
  const nameOf = (id) => ({ 10: 'Workshop' })[id];
  assert.deepEqual(inForce(none, nameOf), []);
  assert.deepEqual(inForce({ ...none, gateway: { ...gateway, latency: '300ms', miss_acks: -1 }, unavailable: ['10'] }, nameOf),
    ['gateway slower by 300 ms', 'heartbeats without answer', 'Workshop down']);
  assert.deepEqual(inForce({ latency: '1.5s', gateway: { latency: '0s', miss_acks: 2, corrupt: 1, truncate: 2, repeat: 3 }, failures: 1, drops: 2, unavailable: [] }, nameOf), [
    '2 heartbeats without answer', '1 frame to be damaged', '2 frames to be halved', '3 events again in each resume',
    'REST slower by 1.5s', '1 request to fail', '2 connections to end',
  ]);
});

test('the gateway is broken by any of its faults', () => {
  assert.equal(isBroken(gateway), false);
  for (const fault of [{ latency: '2s' }, { miss_acks: -1 }, { corrupt: 1 }, { truncate: 1 }, { repeat: 1 }]) {
    assert.equal(isBroken({ ...gateway, ...fault }), true, JSON.stringify(fault));
  }
});

test('resuming and starting anew are told apart', () => {
  assert.deepEqual(news(stats, { ...stats, requests: 5, heartbeats: 2 }, 'Accord'), []);
  assert.deepEqual(news(stats, { ...stats, resumes: 1 }, 'Accord'), ['Accord asked to resume.']);
  assert.deepEqual(news(stats, { ...stats, resumes: 1, identifies: 3 }, null), ['A bot asked to resume.', 'A bot started anew 2 times.']);
  assert.deepEqual(news(stats, { ...stats, responses_429: 1 }, null), ['1 request answered with 429.']);
});

test('each close code is in one group', () => {
  const codes = closeCodes.flatMap((group) => Object.keys(group.codes));
  assert.equal(new Set(codes).size, codes.length);
});
