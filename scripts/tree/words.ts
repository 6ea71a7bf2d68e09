// `node scripts/tree/words.ts [paths]`: finds words to avoid in code, comments, texts and documents, each with a plain replacement.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../run/runtime.mjs'

/** Words to avoid and their replacements. Identifiers are split at capital letters before comparison. */
export const banned: Readonly<Record<string, string>> = {
  anew: 'again, new',
  asked: 'requested, query, input',
  asks: 'requests, queries',
  company: 'presence',
  crowd: 'clients',
  dialler: 'connection manager',
  foretold: 'predicted',
  hears: 'receives',
  heard: 'received, subscribed',
  laggard: 'slow consumer',
  laggards: 'slow consumers',
  meanwhile: 'in between, concurrently',
  nobody: 'no user, no subscriber, none',
  seat: 'subscriber',
  seats: 'subscribers',
  somebody: 'a user, a subscriber',
  somebodys: "a user's",
  nobodys: "no user's",
  swarm: 'client pool',
  tells: 'notifies, reports',
  told: 'notified, reported',
  untold: 'unreported',
  whoever: 'the user who',
  whom: 'the user, the recipient',
  whomever: 'the user',
  worded: 'coded, text',
  workshop: 'bench context',
}

/** Phrases to avoid and their replacements; the first group of the pattern is the phrase reported. */
export const phrases: readonly (readonly [RegExp, string])[] = [
  [/\b(of then)\b/i, 'of that time, historical'],
  [/\b(in hand)\b/i, 'claimed, in progress'],
  [/\b(taken in)\b/i, 'accepted, recorded'],
  [/\b(stands? still)\b/i, 'is paused'],
  [/(?:\/\*\*|^\s*\*|\/\/)\s*(Answers)\b/, 'Returns'],
  [/;\s*(answers)\b/, 'returns'],
  [/\b(is|are|was|were) (told|heard)\b/i, 'is notified, is received'],
]

export interface Finding {
  readonly file: string
  readonly line: number
  readonly word: string
  readonly instead: string
}

const wordsIn = (line: string): string[] => line.match(/[A-Z]?[a-z]+(?:’s|'s)?|[A-Z]+(?![a-z])/g) ?? []

export function findingsIn(file: string, text: string): Finding[] {
  return text.split('\n').flatMap((line, index) => {
    const words = wordsIn(line).map((word) => word.toLowerCase().replace(/[’']/, ''))
    const found = words.filter((word) => Object.hasOwn(banned, word)).map((word) => ({ word, instead: banned[word] as string }))
    const foundPhrases = phrases.flatMap(([phrase, instead]) => {
      const [, word] = phrase.exec(line) ?? []
      return word ? [{ word, instead }] : []
    })
    return [...new Map([...found, ...foundPhrases].map((finding) => [finding.word, finding])).values()].map((finding) => ({
      file,
      line: index + 1,
      ...finding,
    }))
  })
}

/** Returns the project's code and documents, without data, migrations and licences. */
export function writtenFiles(paths: readonly string[] = []): string[] {
  const list = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '--', ...paths], { cwd: root, encoding: 'utf8' })
  return list
    .split('\n')
    .filter((file) => existsSync(path.join(root, file)))
    .filter((file) => /\.(tsx?|mjs|md|html|ya?ml|conf|sh)$/.test(file) || /Dockerfile|\.env\.example/.test(file))
    .filter((file) => !/migrations\/|^scripts\/tree\/words\./.test(file))
}

export const findingsUnder = (paths: readonly string[] = []): Finding[] =>
  writtenFiles(paths).flatMap((file) => findingsIn(file, readFileSync(path.join(root, file), 'utf8')))

if (import.meta.main) {
  const findings = findingsUnder(process.argv.slice(2))
  for (const { file, line, word, instead } of findings) console.log(`${file}:${line}: ${word} (${instead})`)
  console.log(`${findings.length} words to replace`)
}
