// How a bot tells what it did. The lines are described in ../README.md.

export const tell = (step, detail = '') => console.log(JSON.stringify({ step, detail: String(detail) }));
export const failed = (error) => tell('error', error?.stack ?? error);

process.on('unhandledRejection', failed);
process.on('uncaughtException', failed);

// bytes is the file that is uploaded.
export const bytes = Buffer.from(Array.from({ length: 70000 }, (_, i) => (i * 7) % 251));

// compare fetches the file again and tells whether it is the same.
export async function compare(url) {
  const response = await fetch(url);
  const back = Buffer.from(await response.arrayBuffer());
  tell('file', back.equals(bytes) ? 'identical' : `${response.status}, ${back.length} bytes`);
}
