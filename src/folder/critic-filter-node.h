/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-filter.h"
#include "critic-pattern.h"

G_BEGIN_DECLS

/* The tree that an expression is read into: between the parser
 * (critic-filter-parser.c), the filter (critic-filter.c) and the controls
 * (critic-filter-controls.c). */

typedef enum
{
  CRITIC_NODE_AND,          /* all of @children; of none: true */
  CRITIC_NODE_OR,           /* any of @children */
  CRITIC_NODE_NOT,          /* of the one child */
  CRITIC_NODE_NUMBER,       /* @field @op @value */
  CRITIC_NODE_DATE,         /* @field @op the time from @value to before @end */
  CRITIC_NODE_CHOICE,       /* @field = or != @value, an index of the field's words */
  CRITIC_NODE_TEXT,         /* @field =, != or ~ @text */
  CRITIC_NODE_CRITIQUE,     /* a critique holds text @value of the filter */
  CRITIC_NODE_STYLE,        /* has style @value */
  CRITIC_NODE_YES,          /* @field stands alone */
} CriticNodeKind;

typedef enum
{
  CRITIC_OP_EQ, CRITIC_OP_NE, CRITIC_OP_LT, CRITIC_OP_LE, CRITIC_OP_GT, CRITIC_OP_GE, CRITIC_OP_LIKE,
} CriticOp;

typedef enum
{
  CRITIC_FIELD_NUMBER,      /* @code: a CriticNumber */
  CRITIC_FIELD_SHARE,       /* the same, 0 to 1; may be written in per cent */
  CRITIC_FIELD_BYTES,       /* the same; may be written in kB, MB, GB */
  CRITIC_FIELD_DATE,        /* the same; written as a date */
  CRITIC_FIELD_CHOICE,      /* @words */
  CRITIC_FIELD_TEXT,        /* @code: a CriticTextField */
  CRITIC_FIELD_CRITIQUE,
  CRITIC_FIELD_STYLE,
  CRITIC_FIELD_YES,         /* @code: a CriticYesField */
} CriticFieldKind;

typedef enum { CRITIC_TEXT_NAME, CRITIC_TEXT_PATH, CRITIC_TEXT_FOLDER, CRITIC_TEXT_FAILURE } CriticTextField;
typedef enum { CRITIC_CHOICE_FLAG, CRITIC_CHOICE_LABEL } CriticChoiceField;
typedef enum
{
  CRITIC_YES_HIGH, CRITIC_YES_PICKED, CRITIC_YES_REJECTED, CRITIC_YES_CRITIQUED, CRITIC_YES_DISAGREES,
  CRITIC_YES_FAILED, CRITIC_YES_WAITING, CRITIC_YES_GONE, CRITIC_YES_BURST, CRITIC_YES_BEST,
} CriticYesField;

typedef struct
{
  const char        *name;
  CriticFieldKind    kind;
  guint              code;
  const char *const *words;     /* of a choice, by value */
} CriticField;

typedef struct
{
  CriticNodeKind     kind;
  const CriticField *field;
  guint              number;    /* NUMBER, DATE: for critic_facts_number() */
  CriticOp           op;
  gdouble            value, end;
  char              *text;      /* TEXT, CRITIQUE, DATE: as it was written */
  CriticPattern     *pattern;   /* TEXT */
  GPtrArray         *children;  /* CriticNode */
} CriticNode;

/* @field borrowed; NULL of AND, OR and NOT. */
CriticNode        *critic_node_new     (CriticNodeKind kind, const CriticField *field);
void               critic_node_free    (CriticNode *self);
/* As critic_filter_new(); @texts: GPtrArray of what is asked for in critiques, added to. */
CriticNode        *critic_node_parse   (const char *expression, GPtrArray *texts, GError **error);
/* Appends the node as the parser reads it. */
void               critic_node_print   (const CriticNode *self, GString *string);

/* In any case; NULL: there is none. */
const CriticField *critic_field_find   (const char *name);
/* The field whose name is nearest to @name, or NULL if none is near. */
const CriticField *critic_field_guess  (const char *name);

/* What the filter was read from. */
const CriticNode  *critic_filter_get_node (const CriticFilter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticNode, critic_node_free)

G_END_DECLS
