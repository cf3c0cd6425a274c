import assert from 'node:assert/strict';
import { test } from 'node:test';
import { closeCodes, dropped, failed, failing, faultsOf, inForce, news } from '../../emulator/ui/static/faults.js';

const gateway = { latency: '0s', miss_acks: 0, corrupt: 0, truncate: 0, repeat: 0 };
const none = { latency: '0s', gateway, failures: 0, drops: 0, unavailable: [], bots: [] };
const stats = { identifies: 1, resumes: 0, heartbeats: 0, requests: 0, responses_429: 0 };

test('a drop tells how many connections it met', () => {
  assert.equal(dropped(1, 'broken', 'Accord'), '1 connection broken.');
  assert.equal(dropped(2, 'closed with 4000', null), '2 connections closed with 4000.');
  assert.equal(dropped(0, 'broken', 'Accord'), 'Accord is not connected.');
  assert.equal(dropped(0, 'broken', null), 'No bot is connected.');
});

test('requests that are going to fail are counted', () => {
  assert.equal(failing(1, '500 server error', null), 'The next request fails: 500 server error.');
  assert.equal(failing(3, 'Answer lost', 'Blue'), 'The next 3 requests of Blue fail: Answer lost.');
});

test('a request that has failed is told with its bot', () => {
  const request = { method: 'POST', path: '/channels/{channel_id}/messages', status: 500 };
  assert.equal(failed(request, 'Blue'), 'Blue: POST /channels/{channel_id}/messages was answered with 500.');
  assert.equal(failed({ ...request, status: 0 }, null), 'POST /channels/{channel_id}/messages got no answer.');
});

test('what is in force is told in words', () => {
  const nameOf = (id) => ({ 10: 'Workshop', 5: 'Blue', 6: 'Green' })[id];
  const told = (faults) => inForce(faults, nameOf, nameOf);
  assert.deepEqual(told(none), []);
  assert.deepEqual(told({ ...none, gateway: { ...gateway, latency: '300ms', miss_acks: -1 }, unavailable: ['10'] }),
    ['gateway slower by 300 ms', 'heartbeats without answer', 'Workshop down']);
  assert.deepEqual(told({ ...none, latency: '1.5s', gateway: { latency: '0s', miss_acks: 2, corrupt: 1, truncate: 2, repeat: 3 }, failures: 1, drops: 2 }), [
    '2 heartbeats without answer', '1 frame to be damaged', '2 frames to be halved', '3 events again in each resume',
    'REST slower by 1.5s', '1 request to fail', '2 connections to end',
  ]);
});

test('what is not the same for a bot is told of it', () => {
  const nameOf = (id) => ({ 5: 'Blue', 6: 'Green' })[id];
  const slow = { ...gateway, latency: '2s' };
  const blue = { application_id: '5', latency: '0s', gateway, failures: 3, drops: 1 };
  const green = { application_id: '6', latency: '0s', gateway, failures: 0, drops: 0 };
  const faults = { ...none, gateway: slow, bots: [blue, { ...blue, gateway: slow, failures: 0 }, green] };
  assert.deepEqual(inForce(faults, nameOf, nameOf), [
    'gateway slower by 2 seconds', 'Blue: 3 requests to fail and 1 connection to end',
    'Blue: gateway slower by 2 seconds and 1 connection to end', 'Green: nothing',
  ]);
  assert.deepEqual(inForce({ ...none, bots: [green] }, nameOf, nameOf), [], 'as it is for all');
  assert.equal(faultsOf(faults, '6'), green);
  assert.equal(faultsOf(faults, '7'), faults);
  assert.equal(faultsOf(faults, undefined), faults);
});

test('resuming and starting anew are told apart', () => {
  assert.deepEqual(news(stats, { ...stats, requests: 5, heartbeats: 2 }, 'Accord'), []);
  assert.deepEqual(news(stats, { ...stats, resumes: 1 }, 'Accord'), ['Accord asked to resume.']);
  assert.deepEqual(news(stats, { ...stats, resumes: 1, identifies: 3 }, 'Blue'), ['Blue asked to resume.', 'Blue started anew 2 times.']);
  assert.deepEqual(news(stats, { ...stats, responses_429: 1 }, 'Blue'), ['1 request of Blue answered with 429.']);
});

test('each close code is in one group', () => {
  const codes = closeCodes.flatMap((group) => Object.keys(group.codes));
  assert.equal(new Set(codes).size, codes.length);
});
