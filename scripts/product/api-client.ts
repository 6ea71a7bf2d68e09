import { randomUUID } from 'node:crypto'

export const demoPassword = 'wardline-demo'

interface SignInResponse {
  readonly user: {
    readonly userId: string
    readonly name: string
    readonly units: readonly { readonly unitId: string; readonly name: string }[]
  }
  readonly accessToken: string
}

/** A signed-in client without a browser: tRPC over HTTP with an access token. */
export class ApiClient {
  readonly url: string
  readonly user: SignInResponse['user']
  readonly token: string

  private constructor(url: string, { user, accessToken }: SignInResponse) {
    this.url = url
    this.user = user
    this.token = accessToken
  }

  static async signIn(url: string, username: string): Promise<ApiClient> {
    const response = await fetch(`${url}/api/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password: demoPassword }),
    })
    if (!response.ok) throw new Error(`sign-in of ${username} failed: ${response.status} ${await response.text()}`)
    return new ApiClient(url, (await response.json()) as SignInResponse)
  }

  async query<T>(procedure: string, input: object): Promise<T> {
    return dataOf(
      await fetch(`${this.url}/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`, { headers: this.headers }),
    )
  }

  /** Sends a command with a new command id, or with the one in `input`. */
  async mutate<T>(procedure: string, input: object): Promise<T> {
    const body = JSON.stringify({ commandId: randomUUID(), ...input })
    return dataOf(
      await fetch(`${this.url}/trpc/${procedure}`, {
        method: 'POST',
        headers: { ...this.headers, 'content-type': 'application/json' },
        body,
      }),
    )
  }

  get headers(): Record<string, string> {
    return { authorization: `Bearer ${this.token}` }
  }
}

async function dataOf<T>(response: Response): Promise<T> {
  const body = (await response.json()) as { result?: { data: T }; error?: { message: string } }
  if (!body.result) throw new Error(body.error?.message ?? `status ${response.status}`)
  return body.result.data
}
