import { createWriteStream } from 'node:fs'
import { SingleBar } from 'cli-progress'
import type { ImportCounts, SetAside } from '../import/import-types.ts'

const thousands = (number: number) => number.toLocaleString('en')

/** Returns the result of an import in one line. */
export const importSummary = ({ read, created, updated, unchanged, failed }: ImportCounts, dryRun: boolean): string =>
  [
    `${thousands(read)} read`,
    `${thousands(created)} ${dryRun ? 'would be new' : 'new'}`,
    `${thousands(updated)} ${dryRun ? 'would change' : 'changed'}`,
    `${thousands(unchanged)} unchanged`,
    `${thousands(failed)} set aside`,
  ].join(' · ')

/** A progress bar with rate and remaining time on a terminal; no output when stdout is not a terminal. */
export interface ProgressBar {
  start(total: number): void
  update(counts: ImportCounts): void
  stop(): void
}

export function progressBar(): ProgressBar {
  const bar = new SingleBar({
    format: '{bar} {percentage}%  {value}/{total}  {rate}/s  {eta_formatted} left  {aside} set aside',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    hideCursor: true,
    etaBuffer: 50,
    noTTYOutput: false,
  })
  let startedAt = 0
  return {
    start(total) {
      startedAt = performance.now()
      bar.start(total, 0, { rate: '–', aside: 0 })
    },
    update({ read, failed }) {
      const seconds = (performance.now() - startedAt) / 1000
      bar.update(read, { rate: thousands(Math.round(read / Math.max(seconds, 0.001))), aside: failed })
    },
    stop: () => bar.stop(),
  }
}

/** Writes the resources set aside as NDJSON. The file is created with the first of them. */
export function reportFile(path: string): { add(fault: SetAside): void; close(): Promise<number> } {
  let stream: ReturnType<typeof createWriteStream> | null = null
  let count = 0
  return {
    add(fault) {
      stream ??= createWriteStream(path)
      stream.write(`${JSON.stringify(fault)}\n`)
      count += 1
    },
    close: () => new Promise((resolve) => (stream ? stream.end(() => resolve(count)) : resolve(0))),
  }
}
