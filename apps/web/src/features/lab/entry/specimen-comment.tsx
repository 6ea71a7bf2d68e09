import IconButton from '@mui/material/IconButton'
import Menu from '@mui/material/Menu'
import MenuItem from '@mui/material/MenuItem'
import { specimenComments } from '@wardline/events'
import { MessageSquarePlus } from 'lucide-react'
import { useState } from 'react'
import { useSpecimenComment } from '../../../clinical/specimen-comments.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { sheetTexts } from '../texts.ts'

export interface SpecimenCommentProps {
  /** Name of the test, for the accessible label. */
  readonly test: string
  readonly note: string | null
  /** Called with an empty string to remove the comment. */
  readonly onChange: (note: string) => void
}

/** Coded specimen comment of one result, e.g. haemolysed (RES-17). */
export function SpecimenComment({ test, note, onChange }: SpecimenCommentProps) {
  const t = useTexts(sheetTexts)
  const commentLabel = useSpecimenComment()
  const [anchor, setAnchor] = useState<Element | null>(null)
  const selectComment = (comment: string) => {
    setAnchor(null)
    onChange(comment)
  }
  return (
    <>
      <IconButton
        size="small"
        aria-haspopup="menu"
        aria-label={note ? t('commentIs', { test, comment: commentLabel(note) }) : t('addComment', { test })}
        title={t('comment')}
        onClick={(event) => setAnchor(event.currentTarget)}
        sx={{ inlineSize: 24, blockSize: 24, marginInlineEnd: -1.5, color: note ? 'warn.main' : 'muted' }}
      >
        <MessageSquarePlus size={14} aria-hidden />
      </IconButton>
      <Menu
        open={anchor !== null}
        anchorEl={anchor}
        onClose={() => setAnchor(null)}
        slotProps={{ list: { 'aria-label': t('addComment', { test }) } }}
      >
        {specimenComments.map((comment) => (
          <MenuItem key={comment} selected={comment === note} onClick={() => selectComment(comment)}>
            {commentLabel(comment)}
          </MenuItem>
        ))}
        {note && <MenuItem onClick={() => selectComment('')}>{t('noComment')}</MenuItem>}
      </Menu>
    </>
  )
}
