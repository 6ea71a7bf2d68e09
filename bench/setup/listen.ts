import type { Server } from 'node:http'

/** Larger than any number of simultaneous connections in the benchmark. */
export const BACKLOG = 4096

/** Listens on loopback, on a free port by default. Returns the address. */
export const listenOn =
  (http: Server) =>
  ({ port = 0 }: { port?: number | undefined }): Promise<string> =>
    new Promise((resolve) => {
      http.listen({ port, host: '127.0.0.1', backlog: BACKLOG }, () =>
        resolve(`http://127.0.0.1:${(http.address() as { port: number }).port}`),
      )
    })

export const connectionsOf = (http: Server) => () => new Promise<number>((resolve) => http.getConnections((_, count) => resolve(count)))
