import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'

export interface ImportFile {
  readonly path: string
  /** As reports and screens name it. */
  readonly name: string
  readonly bytes: number
}

const readable = /\.(json|ndjson)(\.gz)?$/i
/** Lists that describe a folder and hold no resource. */
const listing = /^index\.json$/i

/**
 * People and places first: what refers to them by identifier finds them, and a patient's list exists before
 * what is put on it.
 */
const early = [
  'organization',
  'hospitalinformation',
  'location',
  'practitioner',
  'practitionerinformation',
  'practitionerrole',
  'patient',
  'encounter',
  'observation',
]
const rankOf = ({ name }: ImportFile): number => {
  const word = /^([a-z]+)/i.exec(path.basename(name))?.[1]?.toLowerCase() ?? ''
  const rank = early.indexOf(word)
  return rank < 0 ? early.length : rank
}

async function within(place: string): Promise<readonly ImportFile[]> {
  const found = await stat(place)
  if (!found.isDirectory()) return [{ path: place, name: path.basename(place), bytes: found.size }]
  const names = await readdir(place)
  const nested = await Promise.all(names.filter((name) => !name.startsWith('.')).map((name) => within(path.join(place, name))))
  return nested.flat().filter(({ name }) => readable.test(name) && !listing.test(name))
}

/** All files of the given files and folders, in the order in which they are read. Names nothing twice. */
export async function filesIn(places: readonly string[]): Promise<readonly ImportFile[]> {
  const found = (await Promise.all(places.map((place) => within(path.resolve(place))))).flat()
  const once = [...new Map(found.map((file) => [file.path, file])).values()]
  return once.sort((a, b) => rankOf(a) - rankOf(b) || (a.path < b.path ? -1 : 1))
}
