import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeEach, describe, expect, it } from 'vitest'
import { readImportFile } from './read-file.ts'
import { readLimits } from './read-lines.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'wardline-read-'))
  return () => rm(folder, { recursive: true })
})

/** Returns what a file with this content yields: ids, or reasons with their index. */
async function reading(name: string, content: string | Buffer, limits: Partial<typeof readLimits> = {}) {
  const file = path.join(folder, name)
  await writeFile(file, content)
  const found: string[] = []
  for await (const one of readImportFile({ path: file, name, bytes: content.length }, { ...readLimits, ...limits }))
    found.push('unreadable' in one ? `${one.index}: ${one.unreadable}` : (one.resource.id ?? ''))
  return found
}

const patient = (id: string) => JSON.stringify({ resourceType: 'Patient', id })
const nested = (levels: number) => `{"resourceType":"Basic","id":"deep","extension":${'['.repeat(levels)}${']'.repeat(levels)}}`

describe('a line-delimited file', () => {
  it('may have a byte order mark, CRLF, blank lines and no end of its last line', async () => {
    expect(await reading('a.ndjson', `\uFEFF${patient('a')}\r\n\r\n  \r\n${patient('b')}\r\n${patient('c')}`)).toEqual(['a', 'b', 'c'])
  })

  it('is not split within a string by U+2028', async () => {
    expect(
      await reading('a.ndjson', `${JSON.stringify({ resourceType: 'Patient', id: 'a', x: 'one\u2028two' })}\n${patient('b')}`),
    ).toEqual(['a', 'b'])
  })

  it('loses only a line that is no JSON, is too long or too deep', async () => {
    const text = ['{', patient('a'), patient('x'.repeat(200)), nested(2_000), 'null', '[]', patient('b')].join('\n')
    expect(await reading('a.ndjson', text, { line: 100_000 })).toEqual([
      '0: not JSON',
      'a',
      'x'.repeat(200),
      '3: nested deeper than 100 levels',
      '4: not a FHIR resource',
      '5: not a FHIR resource',
      'b',
    ])
    expect(await reading('a.ndjson', text, { line: 100 })).toContain('2: a line longer than 100 characters')
  })

  it('that unpacks to more than the limit is cut off there with the reason, after what was read', async () => {
    const text = `${patient('a')}\n${`${' '.repeat(1_000)}\n`.repeat(1_000)}`
    const found = await reading('a.ndjson.gz', gzipSync(text), { unpacked: 100_000 })
    expect(found).toEqual(['a', expect.stringMatching(/^\d+: cannot be read \(more than 100000 bytes after decompression\)$/)])
  })

  it('with a line of hundreds of megabytes holds none of it in memory', async () => {
    const long = Buffer.alloc(300 * 1024 ** 2, 'x')
    const before = process.memoryUsage().rss
    const found = await reading('a.ndjson.gz', gzipSync(Buffer.concat([long, Buffer.from(`\n${patient('a')}`)])), { ratio: 10_000 })
    expect(found).toEqual([expect.stringContaining('a line longer than'), 'a'])
    expect(process.memoryUsage().rss - before).toBeLessThan(long.length)
  })

  it('that is compressed beyond any export, such as one of blank lines only, is cut off there with the reason', async () => {
    const blank = gzipSync(Buffer.alloc(80 * 1024 ** 2, '\n'))
    expect(await reading('a.ndjson.gz', blank)).toEqual(['0: cannot be read (compressed more than 200 times)'])
    expect(await reading('b.ndjson', Buffer.concat([Buffer.alloc(1024 ** 2, '\n'), Buffer.from(patient('a'))]))).toEqual(['a'])
  })

  it('that is damaged is cut off there with the reason', async () => {
    const whole = gzipSync(`${patient('a')}\n${patient('b')}`)
    expect(await reading('a.ndjson.gz', whole.subarray(0, whole.length - 10))).toContainEqual(expect.stringMatching(/cannot be read/))
  })
})

describe('a document', () => {
  it('may have a byte order mark, Bundles within Bundles, and an OperationOutcome, which is passed over with its reason', async () => {
    const bundle = {
      resourceType: 'Bundle',
      entry: [
        { resource: { resourceType: 'OperationOutcome' } },
        null,
        {},
        { resource: { resourceType: 'Bundle', entry: [{ resource: { resourceType: 'Patient', id: 'inner' } }, null] } },
        { resource: { resourceType: 'Patient', id: 'outer' } },
      ],
    }
    expect(await reading('a.json', `\uFEFF${JSON.stringify(bundle)}`)).toEqual([
      '0: an OperationOutcome, which reports on the export itself',
      '1: an entry without a resource',
      '2: an entry without a resource',
      'inner',
      '3: an entry without a resource',
      'outer',
    ])
  })

  it('loses only the entry that is too deep', async () => {
    const text = `{"resourceType":"Bundle","entry":[{"resource":${nested(500)}},{"resource":${patient('b')}}]}`
    expect(await reading('a.json', text)).toEqual(['0: nested deeper than 100 levels', 'b'])
  })

  it('over the limit is refused before it is parsed', async () => {
    expect(await reading('a.json', patient('x'.repeat(1_000)), { document: 500 })).toEqual([
      '0: cannot be read (a document of more than 500 characters)',
    ])
  })
})
