/* SPDX-License-Identifier: ISC
 *
 * Chats as text: what looks like one, and exports in JSON (Telegram's result.json, Messenger's message_1.json) as lines
 * "day/month/year, hour:minute - speaker: words", the form that stripping knows. Other JSON becomes lines "key: value", because
 * escapes ("\u0639") would hide names from stripping. Runs in the worker.
 */
#pragma once
#include <glib.h>

#define CHAT_MAX_JSON_BYTES (16u * 1024 * 1024)
#define CHAT_MAX_JSON_DEPTH 40u
#define CHAT_MAX_JSON_VALUES 500000u
#define CHAT_MAX_TEXT_BYTES (4u * 1024 * 1024 + 1024) /* more than is shown, so that a cut is seen */

/* TRUE when text looks like a chat: lines of date, time, speaker, words. */
gboolean chat_is_chat(const char *text);
/* TRUE when text starts like JSON (an object or a list). */
gboolean chat_is_json(const char *text);
/* The JSON as text; NULL when it is broken or past a limit. Owned by the caller. */
char *chat_json_to_text(const char *json);
