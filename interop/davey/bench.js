// How fast davey is: one line of JSON for the benchmark in bench/dave.
import davey from '@snazzah/davey';

const { externalSender, size, rounds, frames } = JSON.parse(process.argv[2]);
const frame = Buffer.alloc(size, 0x5a);
const now = () => Number(process.hrtime.bigint());
const median = (v) => v.sort((x, y) => x - y)[v.length >> 1];

// Two members: the first commits, the second is welcomed. The proposal comes
// from the benchmark, which holds the external sender's key.
import { createInterface } from 'node:readline';
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const ask = async (value) => {
	process.stdout.write(JSON.stringify(value) + '\n');
	return JSON.parse((await lines.next()).value);
};

const [a, b] = ['1', '2'].map((user) => new davey.DAVESession(1, user, '3'));
for (const s of [a, b]) s.setExternalSender(Buffer.from(externalSender, 'base64'));
a.getSerializedKeyPackage();
const { proposals } = await ask({ keyPackage: b.getSerializedKeyPackage().toString('base64') });
const { commit, welcome } = a.processProposals(0, Buffer.from(proposals, 'base64'), ['1', '2']);
a.processCommit(commit);
b.processWelcome(welcome);

const batch = 1000;
for (let round = 0; round < rounds; round++) {
	const encrypt = [];
	const decrypt = [];
	for (let done = 0; done < frames; done += batch) {
		const sealed = new Array(batch);
		let start = now();
		for (let i = 0; i < batch; i++) sealed[i] = a.encryptOpus(frame);
		encrypt.push((now() - start) / batch);
		start = now();
		for (let i = 0; i < batch; i++) b.decrypt('1', 0, sealed[i]);
		decrypt.push((now() - start) / batch);
	}
	await ask({ encrypt: median(encrypt), decrypt: median(decrypt) });
}
process.exit(0);
