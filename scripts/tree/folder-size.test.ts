import { describe, expect, it } from 'vitest'
import { largeFolders, MOST_FILES } from './folder-size.ts'
import { sourceFiles } from './source-files.ts'

/** Folders that are still too large, with the number of their files. They may shrink but not grow; remove an entry when its folder is split. */
const exceptions: Readonly<Record<string, { readonly files: number; readonly since: string }>> = {}

const filesIn = (folder: string, count: number) => Array.from({ length: count }, (_, index) => `${folder}/file-${index}.ts`)

describe('folder size', () => {
  it('a folder with more than the allowed number of files is reported', () => {
    expect(largeFolders([...filesIn('large', 13), ...filesIn('small', 12)])).toEqual([{ folder: 'large', files: 13 }])
  })

  it('files of subfolders do not count', () => {
    expect(largeFolders([...filesIn('parent', 7), ...filesIn('parent/child', 7)])).toEqual([])
  })

  it('tests, index, texts, tab, screen and testing files do not count', () => {
    const uncounted = ['a.test.ts', 'a.test.tsx', 'a.spec.ts', 'index.ts', 'texts.ts', 'tab.ts', 'screen.ts', 'testing.tsx']
    const files = [...filesIn('folder', 12), ...uncounted.map((name) => `folder/${name}`)]
    expect(largeFolders(files)).toEqual([])
    expect(largeFolders([...files, 'folder/bench-index.ts'])).toEqual([{ folder: 'folder', files: 13 }])
  })
})

describe('the source tree', () => {
  const large = largeFolders(sourceFiles())

  it(`has no folder with more than ${MOST_FILES} source files, except the listed ones`, () => {
    expect(large.filter(({ folder, files }) => files > (exceptions[folder]?.files ?? 0))).toEqual([])
  })

  it('needs all listed exceptions', () => {
    const folders = large.map(({ folder }) => folder)
    expect(Object.keys(exceptions).filter((folder) => !folders.includes(folder))).toEqual([])
  })
})
