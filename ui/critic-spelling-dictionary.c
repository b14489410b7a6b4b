/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-spelling-dictionary.h"

#include <enchant.h>
#include <string.h>

#define MAX_SUGGESTIONS 6

struct _CriticSpellingDictionary
{
  GObject      parent_instance;

  char        *language;
  EnchantDict *dict;            /* the broker's; under the lock */
  GHashTable  *words;           /* word to CriticWordState; main thread */
};

G_DEFINE_FINAL_TYPE (CriticSpellingDictionary, critic_spelling_dictionary, G_TYPE_OBJECT)

/* enchant knows nothing of threads. The broker lives as long as the program, and
 * with it every dictionary that was asked for. */
static GMutex lock;
static EnchantBroker *broker;

static void
critic_spelling_dictionary_finalize (GObject *object)
{
  CriticSpellingDictionary *self = CRITIC_SPELLING_DICTIONARY (object);

  g_hash_table_unref (self->words);
  g_free (self->language);

  G_OBJECT_CLASS (critic_spelling_dictionary_parent_class)->finalize (object);
}

static void
critic_spelling_dictionary_class_init (CriticSpellingDictionaryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = critic_spelling_dictionary_finalize;
}

static void
critic_spelling_dictionary_init (CriticSpellingDictionary *self)
{
  self->words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/* Under the lock. */
static EnchantBroker *
get_broker (void)
{
  if (broker == NULL)
    broker = enchant_broker_init ();

  return broker;
}

/* What the user would write in, the likeliest first. */
static GStrv
list_wanted (const char *language)
{
  g_autoptr(GStrvBuilder) wanted = g_strv_builder_new ();

  if (*language != '\0')
    g_strv_builder_add (wanted, language);
  else
    {
      for (const char *const *name = g_get_language_names (); *name != NULL; name++)
        if (!g_str_equal (*name, "C") && strpbrk (*name, ".@") == NULL)
          g_strv_builder_add (wanted, *name);
      /* Critiques are English, whatever the desktop. */
      g_strv_builder_add_many (wanted, "en_US", "en_GB", "en", NULL);
    }

  return g_strv_builder_end (wanted);
}

static void
open_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  g_auto(GStrv) wanted = list_wanted (task_data);
  CriticSpellingDictionary *self = NULL;

  g_mutex_lock (&lock);
  for (guint i = 0; wanted[i] != NULL && self == NULL; i++)
    if (enchant_broker_dict_exists (get_broker (), wanted[i]))
      {
        EnchantDict *dict = enchant_broker_request_dict (get_broker (), wanted[i]);

        if (dict == NULL)
          continue;
        self = g_object_new (CRITIC_TYPE_SPELLING_DICTIONARY, NULL);
        self->language = g_strdup (wanted[i]);
        self->dict = dict;
      }
  g_mutex_unlock (&lock);

  g_task_return_pointer (task, self, g_object_unref);
}

void
critic_spelling_dictionary_open_async (const char          *language,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, critic_spelling_dictionary_open_async);
  g_task_set_task_data (task, g_strdup (language), g_free);
  g_task_run_in_thread (task, open_thread);
}

CriticSpellingDictionary *
critic_spelling_dictionary_open_finish (GAsyncResult  *result,
                                        GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
add_language (const char *language,
              const char *provider,
              const char *description,
              const char *file,
              void       *user_data)
{
  GPtrArray *languages = user_data;

  if (!g_ptr_array_find_with_equal_func (languages, language, g_str_equal, NULL))
    g_ptr_array_add (languages, g_strdup (language));
}

static int
compare_languages (gconstpointer a,
                   gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
list_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  g_autoptr(GPtrArray) languages = g_ptr_array_new ();

  g_mutex_lock (&lock);
  enchant_broker_list_dicts (get_broker (), add_language, languages);
  g_mutex_unlock (&lock);

  g_ptr_array_sort (languages, compare_languages);
  g_ptr_array_add (languages, NULL);
  g_task_return_pointer (task, g_ptr_array_free (g_steal_pointer (&languages), FALSE), (GDestroyNotify) g_strfreev);
}

void
critic_spelling_dictionary_list_async (GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, critic_spelling_dictionary_list_async);
  g_task_run_in_thread (task, list_thread);
}

GStrv
critic_spelling_dictionary_list_finish (GAsyncResult  *result,
                                        GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

const char *
critic_spelling_dictionary_get_language (CriticSpellingDictionary *self)
{
  g_return_val_if_fail (CRITIC_IS_SPELLING_DICTIONARY (self), NULL);

  return self->language;
}

CriticWordState
critic_spelling_dictionary_look (CriticSpellingDictionary *self,
                                 const char               *word)
{
  g_return_val_if_fail (CRITIC_IS_SPELLING_DICTIONARY (self), CRITIC_WORD_GOOD);

  return GPOINTER_TO_UINT (g_hash_table_lookup (self->words, word));
}

typedef struct
{
  GStrv     words;
  gboolean *bad;
  gboolean  for_good;
} Words;

static void
words_free (gpointer data)
{
  Words *words = data;

  g_strfreev (words->words);
  g_free (words->bad);
  g_free (words);
}

static void
check_thread (GTask        *task,
              gpointer      source,
              gpointer      task_data,
              GCancellable *cancellable)
{
  CriticSpellingDictionary *self = source;
  Words *words = task_data;

  for (guint i = 0; words->words[i] != NULL && !g_cancellable_is_cancelled (cancellable); i++)
    {
      g_mutex_lock (&lock);
      words->bad[i] = enchant_dict_check (self->dict, words->words[i], -1) > 0;
      g_mutex_unlock (&lock);
    }

  g_task_return_boolean (task, TRUE);
}

void
critic_spelling_dictionary_check_async (CriticSpellingDictionary *self,
                                        const char *const        *words,
                                        GCancellable             *cancellable,
                                        GAsyncReadyCallback       callback,
                                        gpointer                  user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  Words *asked = g_new0 (Words, 1);

  asked->words = g_strdupv ((GStrv) words);
  asked->bad = g_new0 (gboolean, g_strv_length (asked->words) + 1);
  g_task_set_source_tag (task, critic_spelling_dictionary_check_async);
  g_task_set_task_data (task, asked, words_free);
  g_task_run_in_thread (task, check_thread);
}

gboolean
critic_spelling_dictionary_check_finish (CriticSpellingDictionary  *self,
                                         GAsyncResult              *result,
                                         GError                   **error)
{
  const Words *words = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;

  /* What was accepted meanwhile stays so. */
  for (guint i = 0; words->words[i] != NULL; i++)
    if (!g_hash_table_contains (self->words, words->words[i]))
      g_hash_table_insert (self->words, g_strdup (words->words[i]),
                           GUINT_TO_POINTER (words->bad[i] ? CRITIC_WORD_BAD : CRITIC_WORD_GOOD));

  return TRUE;
}

static void
suggest_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  CriticSpellingDictionary *self = source;
  g_autoptr(GStrvBuilder) found = g_strv_builder_new ();
  gsize n = 0;
  char **suggestions;

  g_mutex_lock (&lock);
  suggestions = enchant_dict_suggest (self->dict, task_data, -1, &n);
  for (gsize i = 0; i < MIN (n, MAX_SUGGESTIONS); i++)
    if (g_utf8_validate (suggestions[i], -1, NULL))
      g_strv_builder_add (found, suggestions[i]);
  if (suggestions != NULL)
    enchant_dict_free_string_list (self->dict, suggestions);
  g_mutex_unlock (&lock);

  g_task_return_pointer (task, g_strv_builder_end (found), (GDestroyNotify) g_strfreev);
}

void
critic_spelling_dictionary_suggest_async (CriticSpellingDictionary *self,
                                          const char               *word,
                                          GCancellable             *cancellable,
                                          GAsyncReadyCallback       callback,
                                          gpointer                  user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, critic_spelling_dictionary_suggest_async);
  g_task_set_task_data (task, g_strdup (word), g_free);
  g_task_run_in_thread (task, suggest_thread);
}

GStrv
critic_spelling_dictionary_suggest_finish (CriticSpellingDictionary  *self,
                                           GAsyncResult              *result,
                                           GError                   **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
accept_thread (GTask        *task,
               gpointer      source,
               gpointer      task_data,
               GCancellable *cancellable)
{
  CriticSpellingDictionary *self = source;
  const Words *words = task_data;

  g_mutex_lock (&lock);
  if (words->for_good)
    enchant_dict_add (self->dict, words->words[0], -1);
  else
    enchant_dict_add_to_session (self->dict, words->words[0], -1);
  g_mutex_unlock (&lock);

  g_task_return_boolean (task, TRUE);
}

void
critic_spelling_dictionary_accept (CriticSpellingDictionary *self,
                                   const char               *word,
                                   gboolean                  for_good)
{
  g_autoptr(GTask) task = g_task_new (self, NULL, NULL, NULL);
  Words *words = g_new0 (Words, 1);

  g_hash_table_insert (self->words, g_strdup (word), GUINT_TO_POINTER (CRITIC_WORD_GOOD));
  words->words = g_strsplit (word, "\n", 1);
  words->for_good = for_good;
  g_task_set_source_tag (task, critic_spelling_dictionary_accept);
  g_task_set_task_data (task, words, words_free);
  g_task_run_in_thread (task, accept_thread);
}

/* As Debian calls them. */
char *
critic_spelling_dictionary_package (const char *language)
{
  g_autofree char *lower = g_ascii_strdown (language, -1);

  g_strdelimit (lower, "_", '-');
  if (*lower == '\0' || g_str_equal (lower, "en"))
    return g_strdup ("hunspell-en-us");
  if (g_str_has_prefix (lower, "en-") || g_str_has_prefix (lower, "de-") || g_str_has_prefix (lower, "pt-"))
    return g_strdup_printf ("hunspell-%s", lower);
  if (strlen (lower) > 2)
    lower[2] = '\0';

  return g_strdup_printf ("hunspell-%s", lower);
}
