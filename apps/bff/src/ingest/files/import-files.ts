import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'

export interface ImportFile {
  readonly path: string
  /** Name in reports and on screens. */
  readonly name: string
  readonly bytes: number
}

const importable = /\.(json|ndjson)(\.gz)?$/i
/** Folder indexes, which contain no resource. */
const folderIndex = /^index\.json$/i

/**
 * Resource types that are imported first: practitioners, organizations and locations so that references by identifier
 * resolve, patients before the entries of their charts.
 */
const importOrder = [
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
  const rank = importOrder.indexOf(word)
  return rank < 0 ? importOrder.length : rank
}

async function filesUnder(filePath: string): Promise<readonly ImportFile[]> {
  const found = await stat(filePath)
  if (!found.isDirectory()) return [{ path: filePath, name: path.basename(filePath), bytes: found.size }]
  const names = await readdir(filePath)
  const nested = await Promise.all(names.filter((name) => !name.startsWith('.')).map((name) => filesUnder(path.join(filePath, name))))
  return nested.flat().filter(({ name }) => importable.test(name) && !folderIndex.test(name))
}

/** Returns all import files under the given files and folders in reading order, without duplicates. */
export async function filesIn(paths: readonly string[]): Promise<readonly ImportFile[]> {
  const found = (await Promise.all(paths.map((filePath) => filesUnder(path.resolve(filePath))))).flat()
  const unique = [...new Map(found.map((file) => [file.path, file])).values()]
  return unique.sort((a, b) => rankOf(a) - rankOf(b) || (a.path < b.path ? -1 : 1))
}
