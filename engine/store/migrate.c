#include "store/migrate.h"

#include <errno.h>
#include <stdlib.h>

#include "store/handle.h"
#include "store/place.h"

const struct migration store_migrations[] = {
    {0, NULL}, /* version 1 is the first */
};

enum store_status migrate_store(const char *path, const struct migration *steps, int version, struct store_why *why)
{
    (void)steps;
    (void)version;
    *why = (struct store_why){.path = text_of(path)};
    return STORE_FOREIGN;
}
