/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Loaded before Enchant: a system without a dictionary, whatever is installed. */
#include <stddef.h>

#include <enchant.h>

int
enchant_broker_dict_exists (EnchantBroker *broker, const char *tag)
{
  return 0;
}

EnchantDict *
enchant_broker_request_dict (EnchantBroker *broker, const char *tag)
{
  return NULL;
}

void
enchant_broker_list_dicts (EnchantBroker *broker, EnchantDictDescribeFn fn, void *user_data)
{
}
