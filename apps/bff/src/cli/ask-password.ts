import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { WrongCommand } from './run-cli.ts'

/** NIST SP 800-63B asks for eight at least; whoever reads charts chooses a longer one. */
const SHORTEST = 12

/** What is typed is shown nowhere. */
const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })

async function typedInSilence(prompt: string): Promise<string> {
  process.stderr.write(prompt)
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true })
  try {
    return await terminal.question('')
  } finally {
    terminal.close()
    process.stderr.write('\n')
  }
}

async function firstLine(): Promise<string> {
  for await (const line of createInterface({ input: process.stdin })) return line
  return ''
}

/** Twice from whoever sits at the terminal, else one line of standard input. */
export async function askPassword(of: string): Promise<string> {
  const terminal = process.stdin.isTTY
  const password = terminal ? await typedInSilence(`Password of ${of}: `) : await firstLine()
  if (password.length < SHORTEST) throw new WrongCommand(`A password has at least ${SHORTEST} characters.`)
  if (terminal && (await typedInSilence('Once more: ')) !== password) throw new WrongCommand('The two are not the same.')
  return password
}
