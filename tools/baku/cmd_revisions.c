#define _XOPEN_SOURCE 700
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "baku_publish.h"
#include "cli.h"
#include "out.h"

/* --- lists --- */

static const char *state_text(const struct cli *cli, const char *state)
{
    if (strcmp(state, "holds") == 0)
        return say(cli, "berlaku sejak", "holds since");
    if (strcmp(state, "begins") == 0)
        return say(cli, "akan berlaku mulai", "will hold from");
    return say(cli, "sudah diganti; berlaku sejak", "was replaced; held from");
}

static void print_revision(const struct cli *cli, const json_t *item)
{
    const char *state = text_at(item, "state");
    char name[60];
    snprintf(name, sizeof name, "%s %lld", say(cli, "revisi", "revision"), number_at(item, "revision"));
    out("  ");
    out_in(cli, strcmp(state, "replaced") == 0 ? PLAIN : BOLD, name);
    out(": %s %s\n", state_text(cli, state), text_at(item, "from_text"));
    out("      %s %s %s %s\n", say(cli, "diterbitkan", "published"), text_at(item, "published_text"),
        say(cli, "oleh", "by"), text_at(item, "by"));
    out("      SHA-256 %s\n", text_at(item, "digest"));
}

static void print_revisions(const struct cli *cli, const json_t *document)
{
    const json_t *items = json_object_get(document, "items"), *item;
    const char *above = "";
    size_t i;
    if (json_array_size(items) == 0)
        out("%s\n", say(cli, "Belum ada SOP yang diterbitkan.", "No SOP has been published yet."));
    json_array_foreach (items, i, item) {
        if (strcmp(above, text_at(item, "sop")) != 0) {
            out_in(cli, BOLD, text_at(item, "sop"));
            out("\n");
        }
        above = text_at(item, "sop");
        print_revision(cli, item);
    }
}

static void print_files(const struct cli *cli, const json_t *document)
{
    const json_t *files = json_object_get(document, "files"), *file;
    size_t i;
    out_in(cli, BOLD, text_at(document, "sop"));
    out("\n");
    print_revision(cli, document);
    json_array_foreach (files, i, file)
        out("%s  %s\n", text_at(file, "digest"), text_at(file, "name"));
}

/* --- writing back --- */

/* A name in a store is a stranger's: it may not leave the folder. */
static bool is_safe(const char *name)
{
    for (const char *part = name; part; part = strchr(part, '/') ? strchr(part, '/') + 1 : NULL)
        if (*part == '.' || *part == '/' || *part == '\0')
            return false;
    return true;
}

/* Makes the folders that stand before the name's last part. */
static bool make_folders(char *path, char *name)
{
    for (char *slash = strchr(name, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        bool made = mkdir(path, 0777) == 0 || errno == EEXIST;
        *slash = '/';
        if (!made)
            return false;
    }
    return true;
}

static bool write_file(const char *folder, const json_t *file)
{
    const char *name = text_at(file, "name");
    const json_t *text = json_object_get(file, "text");
    size_t room = strlen(folder) + strlen(name) + 2;
    char *path = malloc(room);
    errno = is_safe(name) ? ENOMEM : EINVAL;
    if (!path || errno == EINVAL) {
        free(path);
        return false;
    }
    snprintf(path, room, "%s/%s", folder, name);
    bool written = make_folders(path, path + strlen(folder) + 1) && out_file(path, json_string_value(text), json_string_length(text));
    free(path);
    return written;
}

/* Writes all files; 0, or the exit code after an error was printed. */
static int write_files(const struct cli *cli, const char *json, const char *folder)
{
    json_t *document = json_loads(json, 0, NULL);
    const json_t *files = json_object_get(document, "files"), *file;
    size_t i;
    errno = ENOMEM;
    bool written = document && mkdir(folder, 0777) == 0;
    json_array_foreach (files, i, file)
        written = written && write_file(folder, file);
    json_decref(document);
    return written ? 0 : out_cannot_write(cli, folder);
}

static void print_written(const struct cli *cli, const json_t *document)
{
    const char *folder = option_value(cli, OPTION_revisions_to);
    out(say(cli, "%s, revisi %lld: %zu berkas ditulis ke %s. Lihat dengan: baku show %s --sops %s\n",
            "%s, revision %lld: %zu files were written to %s. See it with: baku show %s --sops %s\n"),
        text_at(document, "sop"), number_at(document, "revision"), json_array_size(json_object_get(document, "files")),
        folder, text_at(document, "sop"), folder);
}

/* --- the command --- */

static int show_one(const struct cli *cli, struct baku *baku, const char *number)
{
    const char *folder = option_value(cli, OPTION_revisions_to);
    struct baku_answer answer = {0};
    enum baku_status status = baku_revision(baku, number, &answer);
    int failed = status == BAKU_YES && folder ? write_files(cli, answer.json, folder) : 0;
    if (failed == 0)
        return out_answer(cli, status, &answer, folder ? print_written : print_files);
    baku_answer_release(&answer);
    return failed;
}

static int show_all(const struct cli *cli, struct baku *baku)
{
    struct baku_answer answer = {0};
    enum baku_status status = baku_revisions(baku, cli->n_operands ? cli->operands[0] : NULL, &answer);
    return out_answer(cli, status, &answer, print_revisions);
}

int cmd_revisions(const struct cli *cli)
{
    const char *number = option_value(cli, OPTION_revisions_revision);
    struct baku_answer none = {0};
    struct baku *baku;
    if (cli->n_operands > 1 || (number && cli->n_operands))
        return usage_error(cli, say(cli, "sebutkan satu SOP, atau satu revisi", "name one SOP, or one revision"),
                           say(cli, "Contoh: baku revisions kaltim/hilang", "Example: baku revisions kaltim/hilang"));
    if (option_given(cli, OPTION_revisions_to) && !number)
        return usage_error(
            cli, say(cli, "--to memerlukan --revision", "--to takes a --revision"),
            say(cli, "Contoh: baku revisions --revision 3 --to lama", "Example: baku revisions --revision 3 --to old"));
    enum baku_status status = cli_open(cli, &baku);
    int code = status != BAKU_YES ? out_answer(cli, status, &none, NULL)
               : number           ? show_one(cli, baku, number)
                                  : show_all(cli, baku);
    baku_close(baku);
    return code;
}
