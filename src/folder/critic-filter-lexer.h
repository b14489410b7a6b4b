/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-filter-node.h"

G_BEGIN_DECLS

typedef enum
{
  CRITIC_TOKEN_END,
  CRITIC_TOKEN_WORD,        /* field, number, date, unquoted text */
  CRITIC_TOKEN_STRING,      /* stood between quotation marks */
  CRITIC_TOKEN_OP,
  CRITIC_TOKEN_OPEN,
  CRITIC_TOKEN_CLOSE,
  CRITIC_TOKEN_AND,
  CRITIC_TOKEN_OR,
  CRITIC_TOKEN_NOT,
} CriticToken;

/* Cuts an expression into tokens; holds the one at hand. */
typedef struct
{
  const char *expression;   /* UTF-8, borrowed */
  const char *rest;         /* behind the token */
  const char *start;        /* where the token begins */
  CriticToken token;
  CriticOp    op;           /* of an OP */
  char       *text;         /* the token; of a STRING what stood between the marks */
} CriticLexer;

/* Stands before the first token of @expression, which must outlive it; clear frees
 * what it holds. */
void     critic_lexer_init  (CriticLexer *self, const char *expression);
void     critic_lexer_clear (CriticLexer *self);

/* FALSE: a quotation mark is never closed. */
gboolean critic_lexer_next  (CriticLexer *self, GError **error);

/* Sets an error that says where the token at hand begins. */
void     critic_lexer_fail  (CriticLexer *self, GError **error, const char *format, ...) G_GNUC_PRINTF (3, 4);
/* The same of an error that somebody else made of its text; (transfer full) cause. */
void     critic_lexer_blame (CriticLexer *self, GError **error, GError *cause);
/* Whether @text, unquoted, would be read as one word. */
gboolean critic_lexer_is_word (const char *text);

G_END_DECLS
