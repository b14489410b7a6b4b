/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-assessment.h"
#include "critic-photo.h"

G_BEGIN_DECLS

/* One critique as it stands in a report. */
typedef struct
{
  char    *author;          /* NULL or "": the user */
  char    *text;            /* any bytes; shown as text, never as markup */
  gdouble  own_score;       /* NAN: none */
  gdouble  own_scale;       /* the best that could be given */
  gboolean scored;          /* took part in the assessment, in this order */
} CriticReportCritique;

/**
 * CriticReportEntry:
 * @file: the photograph; read again when its page is made, never kept decoded
 * @title: NULL: the file's name
 * @critiques: CriticReportCritique
 * @assessment: with explanations of all scored critiques (MCN_EXPLAIN_ALL); NULL: see @failure
 * @failure: why there is none, a sentence
 * @true_score: 1 to 10, NAN: not known ("Predicted (true)", the paper's figure 3)
 * @stars: the user's, 0: none
 * @own_score: the user's, 0: none
 * @own_high: the user's verdict: -1 none, 0 low, 1 high
 * @flag: "", "pick" or "reject"
 * @exif: "600 mm · 1/1250 s · f/6.3 · ISO 800" or NULL
 * @taken: milliseconds since 1970, the camera's time; 0 unknown
 * @has_place: @latitude and @longitude count
 * @width: of the file, pixels
 * @evidence: what was measured in the pixels, one translated sentence a style or NULL, MCN_N_STYLES
 *   pointers; critic_report_entry_set_assessment() fills it from an assessment that has evidence
 */
typedef struct
{
  GFile            *file;
  char             *title;
  GPtrArray        *critiques;
  CriticAssessment *assessment;
  char             *failure;
  gdouble           true_score;
  guint             stars;
  gdouble           own_score;
  gint              own_high;
  char             *flag;
  char             *exif;
  gint64            taken;
  gboolean          has_place;
  gdouble           latitude, longitude;
  guint             width, height;
  char             *evidence[MCN_N_STYLES];
} CriticReportEntry;

CriticReportEntry *critic_report_entry_new  (GFile *file);
void               critic_report_entry_free (CriticReportEntry *self);
void               critic_report_entry_set_assessment (CriticReportEntry *self, CriticAssessment *assessment);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticReportEntry, critic_report_entry_free)

typedef enum
{
  CRITIC_REPORT_PDF,
  CRITIC_REPORT_HTML,
  CRITIC_REPORT_CARD,       /* one PNG; several: a folder of them */
  CRITIC_REPORT_CSV,
  CRITIC_REPORT_JSON,
  CRITIC_REPORT_FOLDER,     /* photo.jpg + photo.txt, for teaching */
} CriticReportFormat;

typedef enum
{
  CRITIC_TEMPLATE_FULL,     /* cover, summary, contact sheets, a page each */
  CRITIC_TEMPLATE_PAGES,    /* a page each */
  CRITIC_TEMPLATE_CONTACT,  /* cover, summary, contact sheets */
  CRITIC_TEMPLATE_COMPARE,  /* one page for 2 to 4 */
} CriticReportTemplate;

/**
 * CriticReportOptions:
 *
 * Plain value; critic_report_options_init() gives the defaults. Strings borrowed.
 */
typedef struct
{
  CriticReportFormat   format;
  CriticReportTemplate template;
  const char          *title;         /* NULL: made from the first folder's name */
  const char          *author;        /* NULL: none */
  const char          *date;          /* as shown; NULL: today in the locale's words */
  gboolean             letter;        /* US Letter instead of A4 */
  gboolean             with_names;    /* file names (else "Photograph 3") */
  gboolean             with_paths;    /* folders */
  gboolean             with_exif;
  gboolean             with_place;    /* GPS; FALSE by default */
  gboolean             ranked;        /* by score; else the order given */
} CriticReportOptions;

void critic_report_options_init (CriticReportOptions *options);

/* Gives the entries one by one, so that 500 photographs need the memory of
 * one; may be called several times for the same index (contact sheet, page),
 * on the writing thread. (transfer full). NULL with an error ends the report. */
typedef CriticReportEntry *(*CriticReportSource) (guint index, gpointer data, GCancellable *cancellable, GError **error);
typedef void (*CriticReportProgress) (guint done, guint all, gpointer data);

typedef struct
{
  guint                n_entries;
  CriticReportSource   get;
  gpointer             data;
  const char          *model_id;
  const char          *model_name;
  CriticReportProgress progress;    /* nullable; on the writing thread */
  gpointer             progress_data;
} CriticReportJob;

#define CRITIC_REPORT_ERROR (critic_report_error_quark ())
GQuark critic_report_error_quark (void);
typedef enum
{
  CRITIC_REPORT_ERROR_WRITE,        /* disk full, no permission: nothing was left behind */
  CRITIC_REPORT_ERROR_NOTHING,      /* no entries */
  CRITIC_REPORT_ERROR_COUNT,        /* a comparison of 1 or of 5, a report of 501 */
} CriticReportError;

/* Photographs of a report, at most: what a reader leafs through, and what memory
 * holds of facts and assessments. */
#define CRITIC_REPORT_MOST 500

/* Whether so many photographs can be reported on like this. */
gboolean critic_report_check   (guint n_entries, const CriticReportOptions *options, GError **error);

/* Whether it can be written there; blocks. */
gboolean critic_report_check_place (GFile *output, guint n_entries, const CriticReportOptions *options, GError **error);

/* Writes @output (a file, or a folder for CARD of several and FOLDER) wholly
 * or not at all: a temporary beside it, synced, then renamed. Blocks; any
 * thread but the main loop's. */
gboolean critic_report_write   (const CriticReportJob *job, const CriticReportOptions *options, GFile *output,
                                GCancellable *cancellable, GError **error);

/* Characters that no installed font draws, each once, as a string; NULL: none.
 * Ask before writing. */
char    *critic_report_missing_characters (const CriticReportJob *job, const CriticReportOptions *options,
                                           GCancellable *cancellable, GError **error);

G_END_DECLS
