import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { InvalidCommand } from './run-cli.ts'

/** NIST SP 800-63B requires at least 8; access to patient records warrants more. */
const MIN_LENGTH = 12

/** Discards the terminal's echo. */
const discard = new Writable({ write: (_chunk, _encoding, done) => done() })

async function readHidden(prompt: string): Promise<string> {
  process.stderr.write(prompt)
  const terminal = createInterface({ input: process.stdin, output: discard, terminal: true })
  try {
    return await terminal.question('')
  } finally {
    terminal.close()
    process.stderr.write('\n')
  }
}

async function readFirstLine(): Promise<string> {
  for await (const line of createInterface({ input: process.stdin })) return line
  return ''
}

/** Prompts twice on a terminal; otherwise reads one line of standard input. Throws WrongCommand. */
export async function askPassword(username: string): Promise<string> {
  const isTerminal = process.stdin.isTTY
  const password = isTerminal ? await readHidden(`Password for ${username}: `) : await readFirstLine()
  if (password.length < MIN_LENGTH) throw new InvalidCommand(`The password must have at least ${MIN_LENGTH} characters.`)
  if (isTerminal && (await readHidden('Repeat the password: ')) !== password) throw new InvalidCommand('The passwords do not match.')
  return password
}
