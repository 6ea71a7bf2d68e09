import { randomUUID } from 'node:crypto'

export const demoPassword = 'wardline-demo'

export interface SignedInAnswer {
  readonly user: {
    readonly userId: string
    readonly name: string
    readonly units: readonly { readonly unitId: string; readonly name: string }[]
  }
  readonly accessToken: string
}

/** Somebody signed in without a browser: bearer token and tRPC over HTTP. */
export class Person {
  readonly url: string
  readonly user: SignedInAnswer['user']
  readonly token: string

  private constructor(url: string, { user, accessToken }: SignedInAnswer) {
    this.url = url
    this.user = user
    this.token = accessToken
  }

  static async signIn(url: string, username: string): Promise<Person> {
    const response = await fetch(`${url}/api/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password: demoPassword }),
    })
    if (!response.ok) throw new Error(`sign-in of ${username}: ${response.status} ${await response.text()}`)
    return new Person(url, (await response.json()) as SignedInAnswer)
  }

  async ask<T>(procedure: string, input: object): Promise<T> {
    return answered(
      await fetch(`${this.url}/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`, { headers: this.headers }),
    )
  }

  /** Sends a command under a fresh id, or under the one in `input`. */
  async tell<T>(procedure: string, input: object): Promise<T> {
    const body = JSON.stringify({ commandId: randomUUID(), ...input })
    return answered(
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

async function answered<T>(response: Response): Promise<T> {
  const body = (await response.json()) as { result?: { data: T }; error?: { message: string } }
  if (!body.result) throw new Error(body.error?.message ?? `status ${response.status}`)
  return body.result.data
}
