import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import decompress from 'woff2-encoder/decompress'
import { root } from '../run/runtime.mjs'

/** Font files of the product's screens, Latin and Arabic. */
const fontFiles = [
  '@fontsource-variable/inter/files/inter-latin-wght-normal',
  '@fontsource/ibm-plex-sans-arabic/files/ibm-plex-sans-arabic-arabic-400-normal',
  '@fontsource/ibm-plex-sans-arabic/files/ibm-plex-sans-arabic-arabic-700-normal',
]

const SYSTEM = '/etc/fonts/fonts.conf'

const element = (name: string, text: string, attributes = '') =>
  `  <${name}${attributes}>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</${name}>\n`

/** Returns a fontconfig configuration for these folders, optionally with the system's own. */
export const fontsConfiguration = (folders: readonly string[], cache: string, withSystem: boolean) =>
  `<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n${[
    ...(withSystem ? [element('include', SYSTEM, ' ignore_missing="yes"')] : []),
    ...folders.map((folder) => element('dir', folder)),
    element('cachedir', cache),
  ].join('')}</fontconfig>\n`

/** Replaces a file atomically, because a browser of another run may be reading it. */
function replaceFile(file: string, content: string | Uint8Array): void {
  const temporary = `${file}.${process.pid}`
  writeFileSync(temporary, content)
  renameSync(temporary, file)
}

/**
 * Writes the product's fonts and a fontconfig configuration into a folder. The fonts are decompressed, because Chromium
 * does not load WOFF2 through fontconfig.
 * @param fontFolders additional folders of fonts; null to add the system's fonts instead
 * @returns the environment variables with which a browser on Linux finds the fonts
 */
export async function provideFonts(folder: string, fontFolders: readonly string[] | null): Promise<Readonly<Record<string, string>>> {
  const fonts = path.join(folder, 'fonts')
  mkdirSync(fonts, { recursive: true })
  for (const name of fontFiles) {
    const compressed = readFileSync(path.join(root, 'node_modules', `${name}.woff2`))
    replaceFile(path.join(fonts, `${path.basename(name)}.ttf`), await decompress(compressed))
  }
  const file = path.join(folder, 'fonts.conf')
  replaceFile(file, fontsConfiguration([fonts, ...(fontFolders ?? [])], path.join(folder, 'fontconfig'), fontFolders === null))
  return { FONTCONFIG_FILE: file }
}
