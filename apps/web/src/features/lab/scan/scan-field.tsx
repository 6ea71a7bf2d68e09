import { SearchField } from '@wardline/ui'
import { useRef, useState } from 'react'
import { useTexts } from '../../../i18n/define-texts.ts'
import { useKeys } from '../../../keyboard/keys.ts'
import { worklistTexts } from '../texts.ts'

/** Manual entry of an accession number; Enter opens the order. Scanned input is detected without this field (LAB-2). */
export function ScanField({ onAccession }: { onAccession: (text: string) => boolean }) {
  const t = useTexts(worklistTexts)
  const [text, setText] = useState('')
  const input = useRef<HTMLInputElement>(null)
  useKeys([{ keys: '/', label: t('scan'), group: t('title'), run: () => input.current?.focus() }])
  return (
    <SearchField
      value={text}
      onChange={setText}
      label={t('scan')}
      keys="/"
      autoFocus
      inputRef={input}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !text.trim()) return
        event.preventDefault()
        if (onAccession(text)) setText('')
      }}
    />
  )
}
