/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-explain.h"
#include "mcn-model.h"

G_BEGIN_DECLS

/* One thread's memory for one model: planned for its largest input, nothing is
 * allocated during a run. Not thread-safe; make one for each worker. Results
 * are bit-identical for any n_threads and any order or batching of calls. */
typedef struct _McnSession McnSession;

/* A photograph as the network sees it (src/photo/critic-preprocess.h makes it):
 * upright, sRGB, both sides multiples of 32, 64 .. the model's long side. */
typedef struct
{
  const guint8 *rgb;
  gsize         stride;
  guint         width, height;
  gboolean      tiny;       /* the source's long side is under 160 px: photometry counts as zero */
} McnPicture;

/* The image branch up to its STRM; immutable, reference counted, any thread. */
typedef struct _McnImage McnImage;
/* One sentence's word tokens as the trunk takes them; immutable, reference counted,
 * any thread. */
typedef struct _McnWords McnWords;

McnSession *mcn_session_new  (McnModel *model, guint n_threads, GError **error);
void        mcn_session_free (McnSession *self);
McnModel   *mcn_session_get_model (McnSession *self);

McnImage   *mcn_session_encode_image (McnSession *self, const McnPicture *picture, McnCancel *cancel, GError **error);
McnImage   *mcn_image_ref            (McnImage *self);
void        mcn_image_unref          (McnImage *self);
guint       mcn_image_get_columns    (const McnImage *self);    /* width / 32 */
guint       mcn_image_get_rows       (const McnImage *self);    /* height / 32 */
gsize       mcn_image_get_size       (const McnImage *self);    /* bytes held, for caches */
const gfloat *mcn_image_get_pooled   (const McnImage *self);    /* n_global (mcn-tokens.h), standardised and clipped */
gsize       mcn_image_get_n_pooled   (const McnImage *self);

/* Word features of sentences @which (indices into critique->sentences, n of
 * them) in one batch; words[i] receives a new reference. */
gboolean    mcn_session_encode_sentences (McnSession *self, const McnCritique *critique,
                                          const gsize *which, gsize n, McnWords **words,
                                          McnCancel *cancel, GError **error);
McnWords   *mcn_words_ref   (McnWords *self);
void        mcn_words_unref (McnWords *self);
gsize       mcn_words_get_n_tokens (const McnWords *self);
gsize       mcn_words_get_size (const McnWords *self);  /* bytes held, for caches */
/* What the sentence speaks of: MCN_N_ASPECTS logits (mcn-aspects.h); NULL: the model has no aspects. */
const gfloat *mcn_words_get_aspects (const McnWords *self);

/* Where a text lies among photographs (mcn-search.h): @out of the search's rank.
 * FALSE with MCN_ERROR_CANCELLED; a text without words lies nowhere: zeros. */
gboolean    mcn_session_encode_query (McnSession *self, const McnCritique *critique, gfloat *out,
                                      McnCancel *cancel, GError **error);

/* Fusion and heads. @image NULL: no photograph; n_words 0: no critique.
 * @words in sentence order, of a model with the same files; NULL for a sentence
 * that does not count. Tokens past the 512th of all are cut, as recipe.md says,
 * before @keep is looked at. @keep: NULL, or one byte a sentence: 0 leaves it
 * out, and with none left the photograph stands alone. */
gboolean    mcn_session_fuse (McnSession *self, McnImage *image, McnWords *const *words, gsize n_words,
                              const guint8 *keep, McnLogits *logits, McnCancel *cancel, GError **error);

/* Parts not asked for stay NULL. The methods are those that won the deletion
 * test (HACKING.md, "Explanations"). */
McnExplanation *mcn_session_explain (McnSession *self, McnImage *image, McnWords *const *words, gsize n_words,
                                     McnExplain what, McnCancel *cancel, GError **error);

/* Attention weights of every layer, on request: name as in predict.py's maps
 * ("si", "st", "ci.0", ...), heads x queries x keys. */
typedef struct { char *name; gsize n_heads, n_queries, n_keys; gfloat *weights; } McnAttentionMap;
GPtrArray  *mcn_session_attention (McnSession *self, McnImage *image, McnWords *const *words, gsize n_words,
                                   McnCancel *cancel, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnSession, mcn_session_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnImage, mcn_image_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnWords, mcn_words_unref)

G_END_DECLS
