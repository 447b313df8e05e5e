import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { createServer as createTcpServer, type Socket } from "node:net";
import { join } from "node:path";
import { TLSSocket } from "node:tls";

/** A certificate for 127.0.0.1, and its private key. */
export interface Certificate {
  /** The file of the certificate, which clients have to trust. */
  readonly file: string;
  readonly cert: string;
  readonly key: string;
}

/** A certificate that signs itself, in a folder. */
export function selfSigned(folder: string): Certificate {
  const [file, key] = [join(folder, "certificate.pem"), join(folder, "key.pem")];
  execFileSync(
    "openssl",
    [
      ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"],
      ...["-keyout", key, "-out", file, "-days", "2", "-subj", "/CN=registry"],
      ...["-addext", "subjectAltName=IP:127.0.0.1"],
    ],
    { stdio: "pipe" },
  );
  return { file, cert: readFileSync(file, "utf8"), key: readFileSync(key, "utf8") };
}

export interface Server {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  close(): Promise<void>;
}

/** The first byte of a TLS handshake. */
const HANDSHAKE = 0x16;

/** A server for both protocols on one port: buildx talks HTTP to addresses of the own machine, helm only HTTPS. */
export async function startServer(certificate: Certificate, listener: RequestListener): Promise<Server> {
  const plain = createServer(listener);
  const secure = createSecureServer(certificate, listener);
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    // A client can hang up at any time.
    socket.on("error", () => socket.destroy());
    socket.once("readable", () => {
      const start: Buffer | null = socket.read();
      if (start === null) return;
      socket.unshift(start);
      (start[0] === HANDSHAKE ? secure : plain).emit("connection", socket);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return {
    host: `127.0.0.1:${address.port}`,
    async close() {
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

export function isEncrypted({ socket }: IncomingMessage): boolean {
  return socket instanceof TLSSocket;
}
