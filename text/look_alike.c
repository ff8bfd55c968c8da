/* SPDX-License-Identifier: ISC */
/* Letters that look like Latin ones, as a table. */
#include "text/look_alike.h"

/* Each letter, then the Latin one that it looks like. */
static const char look_alikes[] =
    "АaаaВbЕeеeЁeёeКkкkМmмmНhОoоoРpрpСcсcТtтtУyуyХxхxЅsѕsІiіiЇiїiЈjјjԚqԛqԜwԝwҺhһhԀdԁd"
    "ΑaαaΒbΕeεeΖzΗhΙiιiΚkκkΜmΝnνvΟoοoΡpρpΤtτtΥyυuΧxχxϹcϲc"
    "ᴀaʙbᴄcᴅdᴇeғfɢgʜhɪiᴊjᴋkʟlᴍmɴnᴏoᴘpǫqʀrᴛtᴜuᴠvᴡwʏyᴢz";

gunichar
text_look_alike(gunichar c)
{
  static const gunichar alphabets[] = {0x24b6, 0x24d0, 0x1f130, 0x1f150, 0x1f170}; /* circled twice, squared, black circles, black squares */
  if (c < 0x80)
    return 0;
  for (gsize i = 0; i < G_N_ELEMENTS(alphabets); i++)
    if (c >= alphabets[i] && c < alphabets[i] + 26)
      return 'a' + (c - alphabets[i]);
  if (c < 0x262 || (c >= 0x530 && (c < 0x1d00 || c > 0x1d22)))
    return 0;
  for (const char *p = look_alikes; *p; p = g_utf8_next_char(p) + 1)
    if (g_utf8_get_char(p) == c)
      return (gunichar)*g_utf8_next_char(p);
  return 0;
}
