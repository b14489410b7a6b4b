/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-report-html-private.h"

#include "critic-report-say.h"

/* Appends markup. Numbers in @format are integers: their form depends on no
 * language. */
void
critic_html_put (CriticHtml *self, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_string_append_vprintf (self->out, format, arguments);
  va_end (arguments);
}

/* Appends any bytes as text, between tags or inside a quoted attribute. */
void
critic_html_text (CriticHtml *self, const char *text)
{
  g_autofree char *shown = critic_report_show (text, -1);
  g_autofree char *escaped = g_markup_escape_text (shown, -1);

  g_string_append (self->out, escaped);
}

void
critic_html_element (CriticHtml *self, const char *tag, const char *attributes, const char *text)
{
  critic_html_put (self, "<%s%s%s>", tag, attributes != NULL ? " " : "", attributes != NULL ? attributes : "");
  critic_html_text (self, text);
  critic_html_put (self, "</%s>\n", tag);
}

void
critic_html_attribute (CriticHtml *self, const char *name, const char *text)
{
  critic_html_put (self, " %s=\"", name);
  critic_html_text (self, text);
  critic_html_put (self, "\"");
}

/* What was put so far goes into the file. */
gboolean
critic_html_flush (CriticHtml *self, GError **error)
{
  critic_report_stream_bytes (self->stream, self->out->str, self->out->len);
  g_string_truncate (self->out, 0);

  return critic_report_stream_check (self->stream, error);
}

/* Flushes: the picture goes into the file at once. */
void
critic_html_image (CriticHtml *self, const CriticReportPhoto *photo, const char *alt, const char *described_by)
{
  critic_html_put (self, "<img width=\"%u\" height=\"%u\" loading=\"lazy\" decoding=\"async\"", photo->width, photo->height);
  critic_html_attribute (self, "alt", alt);
  if (described_by != NULL)
    critic_html_attribute (self, "aria-describedby", described_by);
  critic_html_put (self, " src=\"data:image/jpeg;base64,");
  critic_html_flush (self, NULL);
  critic_report_stream_base64 (self->stream, photo->jpeg);
  critic_html_put (self, "\">\n");
}
