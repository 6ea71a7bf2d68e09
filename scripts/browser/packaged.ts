import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from '../run/runtime.mjs'
import type { Browser } from './choose.ts'
import { provideFonts } from './fonts.ts'

const packageFolder = path.join(root, 'node_modules/@sparticuz/chromium')

/** Unpacks the browser into the folder. The package can unpack only into the temporary folder, so TMPDIR points there for the time. */
async function unpack(folder: string): Promise<void> {
  const temporary = process.env.TMPDIR
  process.env.TMPDIR = folder
  try {
    const { default: chromium } = await import('@sparticuz/chromium')
    await chromium.executablePath()
    const { inflate } = await import(pathToFileURL(path.join(packageFolder, 'build/lambdafs.js')).href)
    await inflate(path.join(packageFolder, 'bin/al2023.tar.br'))
  } finally {
    if (temporary === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = temporary
  }
}

/**
 * Returns the Chromium of @sparticuz/chromium, for Linux on x64. It uses fonts of npm packages only, so that pages look the
 * same on images with and without fonts. The first candidate uses the libraries in the package (for a bare image), the second
 * those of the system.
 */
export async function packaged(cache: string): Promise<readonly Browser[]> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return []
  const { version } = JSON.parse(readFileSync(path.join(packageFolder, 'package.json'), 'utf8')) as { version: string }
  const folder = path.join(cache, `chromium-${version}`)
  if (!existsSync(folder)) {
    // Renamed when complete, so that an interrupted run leaves no partial browser under the final name.
    const incomplete = `${folder}.${process.pid}`
    mkdirSync(incomplete, { recursive: true })
    await unpack(incomplete)
    if (existsSync(folder)) rmSync(incomplete, { recursive: true })
    else renameSync(incomplete, folder)
  }
  const executablePath = path.join(folder, 'chromium')
  // The package's own fontconfig file names folders of another machine.
  const fonts = await provideFonts(path.join(cache, 'packaged-fonts'), [path.join(folder, 'fonts/fonts')])
  return [
    { executablePath, env: { ...fonts, LD_LIBRARY_PATH: path.join(folder, 'al2023/lib') } },
    { executablePath, env: fonts },
  ]
}
