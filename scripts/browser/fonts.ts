import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import decompress from 'woff2-encoder/decompress'
import { root } from '../runtime.mjs'

/** The faces of the product's own screens, Latin and Arabic. */
const shipped = [
  '@fontsource-variable/inter/files/inter-latin-wght-normal',
  '@fontsource/ibm-plex-sans-arabic/files/ibm-plex-sans-arabic-arabic-400-normal',
  '@fontsource/ibm-plex-sans-arabic/files/ibm-plex-sans-arabic-arabic-700-normal',
]

const SYSTEM = '/etc/fonts/fonts.conf'

const element = (name: string, text: string, attributes = '') =>
  `  <${name}${attributes}>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</${name}>\n`

/** A configuration of fontconfig that names these folders, and those of the system where it is included. */
export const fontsConfiguration = (folders: readonly string[], cache: string, withSystem: boolean) =>
  `<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n${[
    ...(withSystem ? [element('include', SYSTEM, ' ignore_missing="yes"')] : []),
    ...folders.map((folder) => element('dir', folder)),
    element('cachedir', cache),
  ].join('')}</fontconfig>\n`

/** In one step: a browser of another run may be reading the file. */
function replace(file: string, content: string | Uint8Array): void {
  const incomplete = `${file}.${process.pid}`
  writeFileSync(incomplete, content)
  renameSync(incomplete, file)
}

/**
 * Writes the product's fonts and a configuration that names them into a folder. Chromium takes no compressed fonts from
 * fontconfig, so they are unpacked.
 * @param further folders of fonts; without any, those of the system are used beside the product's
 * @returns the variables under which a browser on Linux finds them
 */
export async function provideFonts(folder: string, further: readonly string[] | null): Promise<Readonly<Record<string, string>>> {
  const fonts = path.join(folder, 'fonts')
  mkdirSync(fonts, { recursive: true })
  for (const name of shipped) {
    const packed = readFileSync(path.join(root, 'node_modules', `${name}.woff2`))
    replace(path.join(fonts, `${path.basename(name)}.ttf`), await decompress(packed))
  }
  const file = path.join(folder, 'fonts.conf')
  replace(file, fontsConfiguration([fonts, ...(further ?? [])], path.join(folder, 'fontconfig'), further === null))
  return { FONTCONFIG_FILE: file }
}
