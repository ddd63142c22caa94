import { connect, createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";

/** A way to a server that a test can break. */
export interface TcpProxy {
  readonly port: number;
  /** Connections so far. */
  readonly opened: number;
  /** Breaks every connection; new ones are taken again. */
  cut(): void;
  close(): Promise<void>;
}

/** Passes bytes on to a port of this machine, as they are or out of TLS. */
export async function startProxy(
  target: number,
  tls?: { readonly key: string; readonly cert: string },
): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let opened = 0;
  const pass = (client: Socket): void => {
    const upstream = connect(target, "127.0.0.1");
    opened += 1;
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.on("error", () => to.destroy());
      from.on("close", () => {
        sockets.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
  };
  const server: Server = tls ? createTlsServer({ ...tls, ALPNProtocols: ["h2"] }, pass) : createServer(pass);
  server.on("tlsClientError", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as { port: number }).port,
    get opened() {
      return opened;
    },
    cut,
    close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      cut();
      return closed;
    },
  };
}
