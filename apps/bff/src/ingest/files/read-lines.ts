import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import { createGunzip } from 'node:zlib'

/** Limits of what is read from one file: a few kilobytes of gzip unpack to gigabytes. Each is far above real exports. */
export const readLimits = {
  /** One line of an NDJSON file, characters. */
  line: 16 * 1024 ** 2,
  /** A file that is one JSON document, characters. */
  document: 256 * 1024 ** 2,
  /** A file after decompression, bytes. */
  unpacked: 16 * 1024 ** 3,
  /** Bytes after decompression for each byte of the file; FHIR compresses about twenty times. Counted from `ratioFrom` bytes on. */
  ratio: 200,
  ratioFrom: 64 * 1024 ** 2,
}

export class FileTooLarge extends Error {
  override readonly name = 'FileTooLarge'
}

/** A line that is not blank. */
export interface Line {
  /** From 0, counting blank lines. */
  readonly index: number
  /** Without its line ending; null when it is longer than the limit, and its rest was skipped. */
  readonly text: string | null
}

function open(path: string): Readable {
  const raw = createReadStream(path)
  if (!path.toLowerCase().endsWith('.gz')) return raw
  const unzipped = createGunzip()
  // Without a listener an error of the raw stream would end the process; here it ends the iteration.
  raw.on('error', (error) => unzipped.destroy(error))
  return raw.pipe(unzipped)
}

/** Yields the text of a file in pieces, unpacked, without a byte order mark. Throws FileTooLarge. */
async function* textOf(path: string, limits: typeof readLimits): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8')
  const { size } = await stat(path)
  let unpacked = 0
  let isStart = true
  for await (const chunk of open(path) as AsyncIterable<Buffer>) {
    unpacked += chunk.length
    if (unpacked > limits.unpacked) throw new FileTooLarge(`more than ${limits.unpacked} bytes after decompression`)
    if (unpacked > limits.ratioFrom && unpacked > size * limits.ratio) throw new FileTooLarge(`compressed more than ${limits.ratio} times`)
    const text = decoder.write(chunk)
    if (text === '') continue
    yield isStart ? text.replace(/^\uFEFF/, '') : text
    isStart = false
  }
  yield decoder.end()
}

/** Returns the whole text of a file. Throws FileTooLarge. */
export async function readDocument(path: string, limits = readLimits): Promise<string> {
  const pieces: string[] = []
  let length = 0
  for await (const text of textOf(path, limits)) {
    length += text.length
    if (length > limits.document) throw new FileTooLarge(`a document of more than ${limits.document} characters`)
    pieces.push(text)
  }
  return pieces.join('')
}

const LF = '\n'
const isBlank = (text: string) => text === '' || text.trim() === ''

/**
 * Yields the lines of a file that are not blank. Only a line feed ends a line: U+2028 within a JSON string does not. A line over the
 * limit is never held in memory.
 */
export async function* readLines(path: string, limits = readLimits): AsyncGenerator<Line> {
  let begun: string[] = []
  let length = 0
  let index = 0
  const take = (piece: string) => {
    length += piece.length
    if (length <= limits.line) begun.push(piece)
    else begun = []
  }
  const end = (): Line | null => {
    const text = length > limits.line ? null : begun.length === 0 ? '' : begun.join('').replace(/\r$/, '')
    const line = text !== null && isBlank(text) ? null : { index, text }
    begun = []
    length = 0
    index += 1
    return line
  }
  for await (const text of textOf(path, limits)) {
    let from = 0
    for (let at = text.indexOf(LF); at >= 0; at = text.indexOf(LF, from)) {
      if (at > from) take(text.slice(from, at))
      const line = end()
      if (line) yield line
      from = at + 1
    }
    if (from < text.length) take(text.slice(from))
  }
  const last = length > 0 ? end() : null
  if (last) yield last
}
