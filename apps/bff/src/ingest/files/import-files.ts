import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'

export interface ImportFile {
  readonly path: string
  /** Name in reports and on screens. */
  readonly name: string
  readonly bytes: number
}

const readable = /\.(json|ndjson)(\.gz)?$/i
/** Folder indexes, which contain no resource. */
const listing = /^index\.json$/i

/**
 * Resource types that are imported first: practitioners, organizations and locations so that references by identifier
 * resolve, patients before the entries of their charts.
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

/** Returns all import files under the given files and folders in reading order, without duplicates. */
export async function filesIn(places: readonly string[]): Promise<readonly ImportFile[]> {
  const found = (await Promise.all(places.map((place) => within(path.resolve(place))))).flat()
  const once = [...new Map(found.map((file) => [file.path, file])).values()]
  return once.sort((a, b) => rankOf(a) - rankOf(b) || (a.path < b.path ? -1 : 1))
}
