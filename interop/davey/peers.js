// Members of DAVE groups, played by davey: one line of JSON in, one line out.
// Each line is a list of requests; the answer is a list of as many results.
import { createInterface } from 'node:readline';
import davey from '@snazzah/davey';

const sessions = new Map();
const bytes = (s) => Buffer.from(s, 'base64');
const text = (b) => (b ? b.toString('base64') : undefined);

const requests = {
	join({ user, channel }) {
		sessions.set(user, new davey.DAVESession(1, user, channel));
	},
	reset({ user, channel }) {
		sessions.get(user).reinit(1, user, channel);
	},
	leave({ user }) {
		sessions.delete(user);
	},
	sender({ user, body }) {
		sessions.get(user).setExternalSender(bytes(body));
	},
	keyPackage({ user }) {
		return text(sessions.get(user).getSerializedKeyPackage());
	},
	proposals({ user, kind, body, recognized }) {
		const { commit, welcome } = sessions.get(user).processProposals(kind, bytes(body), recognized);
		return { commit: text(commit), welcome: text(welcome) };
	},
	commit({ user, body }) {
		sessions.get(user).processCommit(bytes(body));
	},
	welcome({ user, body }) {
		sessions.get(user).processWelcome(bytes(body));
	},
	passthrough({ user, on }) {
		sessions.get(user).setPassthroughMode(on);
	},
	state({ user }) {
		const s = sessions.get(user);
		return {
			epoch: Number(s.epoch ?? 0),
			authenticator: text(s.getEpochAuthenticator()),
			code: s.voicePrivacyCode,
			members: s.getUserIds(),
		};
	},
	verification({ user, other }) {
		return sessions.get(user).getVerificationCode(other);
	},
	encrypt({ user, codec, frame }) {
		return text(sessions.get(user).encrypt(codec === 1 ? 0 : 1, codec, bytes(frame)));
	},
	decrypt({ user, from, codec, frame }) {
		return text(sessions.get(user).decrypt(from, codec === 1 ? 0 : 1, bytes(frame)));
	},
};

for await (const line of createInterface({ input: process.stdin })) {
	const results = [];
	for (const request of JSON.parse(line)) {
		try {
			results.push({ ok: await requests[request.do](request) });
		} catch (e) {
			results.push({ error: String(e?.message ?? e) });
		}
	}
	process.stdout.write(JSON.stringify(results) + '\n');
}
