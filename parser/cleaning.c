/* SPDX-License-Identifier: ISC */
/* The list of files for the cleaner and from it; see the header. Opens none of them. */
#include "parser/cleaning.h"

static void
file_free(gpointer data)
{
  CleaningFile *file = data;
  g_free(file->media_type);
  g_free(file->extension);
  g_free(file->reason);
  g_free(file->text);
  g_clear_pointer(&file->data, g_bytes_unref);
  g_free(file);
}

Cleaning *
cleaning_new(gboolean sound, gboolean second)
{
  Cleaning *cleaning = g_new0(Cleaning, 1);
  cleaning->sound = sound;
  cleaning->second = second;
  cleaning->files = g_ptr_array_new_with_free_func(file_free);
  return cleaning;
}

void
cleaning_free(Cleaning *cleaning)
{
  if (!cleaning)
    return;
  g_ptr_array_unref(cleaning->files);
  g_free(cleaning);
}

CleaningFile *
cleaning_add(Cleaning *cleaning, guint n, const char *media_type, const char *extension)
{
  CleaningFile *file = g_new0(CleaningFile, 1);
  file->n = n;
  file->media_type = g_strdup(media_type);
  file->extension = g_strdup(extension);
  g_ptr_array_add(cleaning->files, file);
  return file;
}

const CleaningFile *
cleaning_find(const Cleaning *cleaning, guint n)
{
  for (guint i = 0; i < cleaning->files->len; i++)
    if (((const CleaningFile *)cleaning->files->pdata[i])->n == n)
      return cleaning->files->pdata[i];
  return NULL;
}
