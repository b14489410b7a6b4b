/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-shoot.h"
#include "folder-fixtures.h"

G_BEGIN_DECLS

#define SHOOT_MODEL "a-model"

/* A library in a scratch folder, and a shoot of it whose every signal is held
 * against what the list is. */
typedef struct
{
  Scratch        scratch;
  char          *path;          /* of the library */
  CriticLibrary *library;
  CriticShoot   *shoot;
  GArray        *mirror;        /* gint64: what a view knows from items-changed alone */
  char          *error;         /* the last one */
  guint          n_counted;
} ShootFixture;

void   shoot_setup      (ShootFixture *fixture, gconstpointer data);
void   shoot_teardown   (ShootFixture *fixture, gconstpointer data);
/* Until it is not busy. */
void   shoot_settle     (ShootFixture *fixture);

/* What a pass would have found: follows from @number alone. */
void   shoot_find_out   (CriticFound *found, const char *path, guint number);
void   shoot_write      (ShootFixture *fixture, const char *path, guint number);
/* /shoot/0.jpg and so on, every third of them in /shoot/sub. */
void   shoot_write_many (ShootFixture *fixture, guint n);

/* /shoot and what is below, settled. */
void   shoot_open       (ShootFixture *fixture);
/* Does not wait for the answer. */
void   shoot_ask        (ShootFixture *fixture, const char *filter, const char *keys);
gint64 shoot_file_at    (CriticShoot *shoot, guint position);
/* How many have that many stars. */
guint  shoot_n_stars    (ShootFixture *fixture, guint stars);
/* The list as the library, the filter and the order say, found the plain way. */
void   assert_shoot_list (ShootFixture *fixture, const char *filter_text, const char *keys);

G_END_DECLS
