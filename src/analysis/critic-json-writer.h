/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Writes JSON as text: on one line or indented. Numbers have six decimals at
 * most and a point whatever the locale, so that 6.4 reads 6.4; json-glib's own
 * generator would write 6.4000000000000004. */
typedef struct _CriticJsonWriter CriticJsonWriter;

CriticJsonWriter *critic_json_writer_new          (gboolean pretty);
void              critic_json_writer_free         (CriticJsonWriter *self);

/* Objects and arrays, each closed by its own end. */
void              critic_json_writer_begin_object (CriticJsonWriter *self);
void              critic_json_writer_end_object   (CriticJsonWriter *self);
void              critic_json_writer_begin_array  (CriticJsonWriter *self);
void              critic_json_writer_end_array    (CriticJsonWriter *self);
/* Inside an object: the name of what is written next. */
void              critic_json_writer_name         (CriticJsonWriter *self, const char *name);

/* A value: an element of the open array, or what the last name stands for.
 * @value: UTF-8; a number that is not finite becomes null. */
void              critic_json_writer_string       (CriticJsonWriter *self, const char *value);
void              critic_json_writer_number       (CriticJsonWriter *self, gdouble value);
void              critic_json_writer_integer      (CriticJsonWriter *self, gint64 value);
void              critic_json_writer_boolean      (CriticJsonWriter *self, gboolean value);
void              critic_json_writer_null         (CriticJsonWriter *self);
/* A member of the open object: a name and its value. */
void              critic_json_writer_put_string   (CriticJsonWriter *self, const char *name, const char *value);
void              critic_json_writer_put_number   (CriticJsonWriter *self, const char *name, gdouble value);
void              critic_json_writer_put_integer  (CriticJsonWriter *self, const char *name, gint64 value);
void              critic_json_writer_put_boolean  (CriticJsonWriter *self, const char *name, gboolean value);
/* @json is a whole JSON value already. */
void              critic_json_writer_raw          (CriticJsonWriter *self, const char *json);

/* What was written, with a line end; the writer begins anew. */
char             *critic_json_writer_take         (CriticJsonWriter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticJsonWriter, critic_json_writer_free)

G_END_DECLS
