#include "store/settings.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

static const struct setting {
    const char *name, *set, *get, *value;
} settings[] = {
#define SETTING(name, value, read) {#name, "PRAGMA " #name " = " value, "PRAGMA " #name, read},
#include "store/settings.def"
#undef SETTING
};

static const struct switched {
    const char *name;
    int op, on;
} switches[] = {
    {"defensive", SQLITE_DBCONFIG_DEFENSIVE, 1},
    {"dqs_ddl", SQLITE_DBCONFIG_DQS_DDL, 0},
    {"dqs_dml", SQLITE_DBCONFIG_DQS_DML, 0},
    {"enable_trigger", SQLITE_DBCONFIG_ENABLE_TRIGGER, 1},
    {"trusted_schema", SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
};

int settings_make(sqlite3 *db)
{
    int code = SQLITE_OK;
    for (size_t i = 0; i < sizeof switches / sizeof *switches && code == SQLITE_OK; i++)
        code = sqlite3_db_config(db, switches[i].op, switches[i].on, NULL);
    for (size_t i = 0; i < sizeof settings / sizeof *settings && code == SQLITE_OK; i++)
        code = sqlite3_exec(db, settings[i].set, NULL, NULL, NULL);
    return code;
}

static int reads_as(sqlite3 *db, const struct setting *setting, bool *same)
{
    sqlite3_stmt *stmt;
    int code = sqlite3_prepare_v2(db, setting->get, -1, &stmt, NULL);
    if (code != SQLITE_OK)
        return code;
    code = sqlite3_step(stmt);
    const char *value = code == SQLITE_ROW ? (const char *)sqlite3_column_text(stmt, 0) : NULL;
    *same = value && strcmp(value, setting->value) == 0;
    if (code == SQLITE_ROW && !value)
        code = SQLITE_NOMEM;
    sqlite3_finalize(stmt);
    return code == SQLITE_ROW || code == SQLITE_DONE ? SQLITE_OK : code;
}

const char *settings_wrong(sqlite3 *db, int *code)
{
    *code = SQLITE_OK;
    for (size_t i = 0; i < sizeof switches / sizeof *switches; i++) {
        int on = -1;
        *code = sqlite3_db_config(db, switches[i].op, -1, &on);
        if (*code != SQLITE_OK || on != switches[i].on)
            return switches[i].name;
    }
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        bool same = false;
        *code = reads_as(db, &settings[i], &same);
        if (*code != SQLITE_OK || !same)
            return settings[i].name;
    }
    return NULL;
}
