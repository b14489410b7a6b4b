/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The words of one language, by enchant. A dictionary is a file of megabytes and
 * a suggestion a search of tenths of a second, so enchant is asked on workers
 * only, one at a time. What is known of a word is remembered. Main thread. */
#define CRITIC_TYPE_SPELLING_DICTIONARY (critic_spelling_dictionary_get_type ())
G_DECLARE_FINAL_TYPE (CriticSpellingDictionary, critic_spelling_dictionary, CRITIC, SPELLING_DICTIONARY, GObject)

typedef enum
{
  CRITIC_WORD_UNKNOWN,      /* ask critic_spelling_dictionary_check_async() */
  CRITIC_WORD_GOOD,
  CRITIC_WORD_BAD,
} CriticWordState;

/* @language: "en_GB"; "": the desktop's, or English where that has none. The
 * result is NULL, with no error, where there is no dictionary. */
void                      critic_spelling_dictionary_open_async  (const char *language, GCancellable *cancellable,
                                                                  GAsyncReadyCallback callback, gpointer user_data);
CriticSpellingDictionary *critic_spelling_dictionary_open_finish (GAsyncResult *result, GError **error);
/* Languages that have a dictionary: (transfer full) strv. */
void                      critic_spelling_dictionary_list_async  (GCancellable *cancellable,
                                                                  GAsyncReadyCallback callback, gpointer user_data);
GStrv                     critic_spelling_dictionary_list_finish (GAsyncResult *result, GError **error);

const char     *critic_spelling_dictionary_get_language   (CriticSpellingDictionary *self);
CriticWordState critic_spelling_dictionary_look           (CriticSpellingDictionary *self, const char *word);
/* Makes unknown words known. */
void            critic_spelling_dictionary_check_async    (CriticSpellingDictionary *self, const char *const *words,
                                                           GCancellable *cancellable,
                                                           GAsyncReadyCallback callback, gpointer user_data);
gboolean        critic_spelling_dictionary_check_finish   (CriticSpellingDictionary *self, GAsyncResult *result, GError **error);
/* The likeliest first; (transfer full) strv. */
void            critic_spelling_dictionary_suggest_async  (CriticSpellingDictionary *self, const char *word,
                                                           GCancellable *cancellable,
                                                           GAsyncReadyCallback callback, gpointer user_data);
GStrv           critic_spelling_dictionary_suggest_finish (CriticSpellingDictionary *self, GAsyncResult *result, GError **error);
/* From now on a good word: @for_good: kept in the user's own dictionary, else until the program ends. */
void            critic_spelling_dictionary_accept         (CriticSpellingDictionary *self, const char *word, gboolean for_good);

/* The package that has a dictionary of @language; (transfer full). */
char           *critic_spelling_dictionary_package        (const char *language);

G_END_DECLS
