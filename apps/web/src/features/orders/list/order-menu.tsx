import Menu from '@mui/material/Menu'
import MenuItem from '@mui/material/MenuItem'
import type { OrderRow } from '@wardline/events'
import { useTexts } from '../../../i18n/define-texts.ts'
import { composingTexts } from '../compose/compose-texts.ts'
import { texts } from '../texts.ts'

export interface OrderMenuProps {
  readonly row: OrderRow
  readonly anchor: Element
  readonly onChoose: (action: 'amend' | 'renew' | 'revoke') => void
  readonly onClose: () => void
}

/** Menu of one order; each item opens a sheet and changes nothing by itself (K-5). */
export function OrderMenu({ row, anchor, onChoose, onClose }: OrderMenuProps) {
  const t = useTexts(texts)
  const tComposing = useTexts(composingTexts)
  return (
    <Menu open anchorEl={anchor} onClose={onClose} slotProps={{ list: { 'aria-label': t('menuOf', { order: row.display }) } }}>
      <MenuItem onClick={() => onChoose('amend')}>{t('amend')}</MenuItem>
      {row.limit && <MenuItem onClick={() => onChoose('renew')}>{tComposing('renew')}</MenuItem>}
      <MenuItem onClick={() => onChoose('revoke')}>{t('revoke')}</MenuItem>
    </Menu>
  )
}
