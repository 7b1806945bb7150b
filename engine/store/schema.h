/* The text of schemas/store.sql, embedded by the build. */
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

extern const char store_schema[];

#endif
