import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from '../runtime.mjs'
import type { Browser } from './choose.ts'
import { provideFonts } from './fonts.ts'

const inside = path.join(root, 'node_modules/@sparticuz/chromium')

/** Unpacks the package into the folder. The package knows no other place than the temporary folder. */
async function unpack(folder: string): Promise<void> {
  const temporary = process.env.TMPDIR
  process.env.TMPDIR = folder
  try {
    const { default: packed } = await import('@sparticuz/chromium')
    await packed.executablePath()
    const { inflate } = await import(pathToFileURL(path.join(inside, 'build/lambdafs.js')).href)
    await inflate(path.join(inside, 'bin/al2023.tar.br'))
  } finally {
    if (temporary === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = temporary
  }
}

/**
 * The Chromium of @sparticuz/chromium, for Linux on x64, with no font but those of npm packages: an image with and one
 * without fonts draw the same. First with the libraries that the package brings for a bare image, then with the system's.
 */
export async function packaged(cache: string): Promise<readonly Browser[]> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return []
  const { version } = JSON.parse(readFileSync(path.join(inside, 'package.json'), 'utf8')) as { version: string }
  const folder = path.join(cache, `chromium-${version}`)
  if (!existsSync(folder)) {
    // Renamed once complete: an interrupted run leaves no half of a browser under the name.
    const incomplete = `${folder}.${process.pid}`
    mkdirSync(incomplete, { recursive: true })
    await unpack(incomplete)
    if (existsSync(folder)) rmSync(incomplete, { recursive: true })
    else renameSync(incomplete, folder)
  }
  const executablePath = path.join(folder, 'chromium')
  // The package's own configuration names folders of another machine.
  const fonts = await provideFonts(path.join(cache, 'packaged-fonts'), [path.join(folder, 'fonts/fonts')])
  return [
    { executablePath, env: { ...fonts, LD_LIBRARY_PATH: path.join(folder, 'al2023/lib') } },
    { executablePath, env: fonts },
  ]
}
