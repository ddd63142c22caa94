import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join, posix } from "node:path";

export interface BucketServer {
  /** http://127.0.0.1:port/bucket */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves a folder on loopback as a public bucket: listing by prefix and reading of ranges, as S3 answers them. */
export async function serveBucket(folder: string): Promise<BucketServer> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const key = decodeURIComponent(url.pathname).replace(/^\/bucket\/?/, "");
    const answer = key === "" ? list(folder, url.searchParams.get("prefix") ?? "") : read(key);
    answer.catch(() => response.writeHead(404).end());

    async function list(root: string, prefix: string): Promise<void> {
      const found = (await readdir(root, { recursive: true, withFileTypes: true }))
        .filter((f) => f.isFile())
        .map((f) => posix.relative(root, posix.join(f.parentPath, f.name)))
        .filter((name) => name.startsWith(prefix))
        .sort();
      const contents = await Promise.all(
        found.map(async (name) => {
          const { size, mtime } = await stat(join(root, name));
          return `<Contents><Key>${name}</Key><Size>${size}</Size><LastModified>${mtime.toISOString()}</LastModified><ETag>"${size}"</ETag></Contents>`;
        }),
      );
      response
        .writeHead(200, { "content-type": "application/xml" })
        .end(
          `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult><Name>bucket</Name><Prefix>${prefix}</Prefix><KeyCount>${found.length}</KeyCount><MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated>${contents.join("")}</ListBucketResult>`,
        );
    }

    async function read(name: string): Promise<void> {
      const path = join(folder, name);
      const { size, mtime } = await stat(path);
      const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "");
      const first = Number(range?.[1] ?? 0);
      const last = range?.[2] ? Math.min(Number(range[2]), size - 1) : size - 1;
      response.writeHead(range ? 206 : 200, {
        "content-length": last - first + 1,
        "last-modified": mtime.toUTCString(),
        etag: `"${size}"`,
        "accept-ranges": "bytes",
        ...(range && { "content-range": `bytes ${first}-${last}/${size}` }),
      });
      if (request.method === "HEAD") response.end();
      else createReadStream(path, { start: first, end: last }).pipe(response);
    }
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/bucket`,
    close: () => new Promise((done) => server.close(() => done())),
  };
}
