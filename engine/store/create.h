/* A new store: made whole under another name, which then becomes its own. So whatever stands at a store's path is
 * whole, and of two processes that make one at the same time both open the same. */
#ifndef STORE_CREATE_H
#define STORE_CREATE_H

#include "store/store.h"

/* OK also where one was there first. */
enum store_status create_store(const char *path, struct store_why *why);

#endif
