import type { Backend, CookieJar } from '@wardline/bff/in-process'
import { http } from 'msw'

/** MSW handlers that answer one browser's requests with the product's own router and sessions. */
export const handlersFor = ({ handle }: Pick<Backend, 'handle'>, jar: CookieJar) => [
  // From the root: the development server has source files below /src/api.
  http.all(`${location.origin}/trpc/*`, ({ request }) => handle(request, jar)),
  http.all(`${location.origin}/api/*`, ({ request }) => handle(request, jar)),
]

/** A browser in memory: one session cookie. */
export const memoryJar = (secret: string | null = null): CookieJar => {
  let cookie = secret
  return {
    read: () => cookie,
    write: (value) => {
      cookie = value
    },
  }
}
