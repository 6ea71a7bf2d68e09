import type { Server } from 'node:http'

/** More than any storm of the bench: a storm of connections must not meet a full backlog. */
export const BACKLOG = 4096

/** Listens on loopback, on a free port unless one is named; answers the address. */
export const listenOn =
  (http: Server) =>
  ({ port = 0 }: { port?: number }): Promise<string> =>
    new Promise((resolve) => {
      http.listen({ port, host: '127.0.0.1', backlog: BACKLOG }, () =>
        resolve(`http://127.0.0.1:${(http.address() as { port: number }).port}`),
      )
    })

export const connectionsOf = (http: Server) => () => new Promise<number>((resolve) => http.getConnections((_, count) => resolve(count)))
