import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { root } from '../run/runtime.mjs'

const folders = ['apps', 'packages', 'bench', 'tests', 'e2e', 'scripts']

/** Returns the source files of the project, as sorted paths from the root: TypeScript and scripts, without type declarations. */
export const sourceFiles = (): readonly string[] =>
  execFileSync('git', ['ls-files', '-co', '--exclude-standard', '--', ...folders], { cwd: root, encoding: 'utf8' })
    .split('\n')
    .filter((file) => /\.(tsx?|mjs)$/.test(file) && !file.endsWith('.d.ts'))
    // Files deleted but not yet committed are still in the index.
    .filter((file) => existsSync(path.join(root, file)))
    .sort()
