#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "out.h"

/* An option as it stands in the help of `page`. */
static void print_option(const struct cli *cli, const struct option_row *row, int page, const char *summary)
{
    char name[80];
    snprintf(name, sizeof name, "--%s %s", row->name, option_values(cli, row, page));
    out("  ");
    out_padded(name, 28);
    out(" %s\n", summary);
}

/* The options of a command (-1: of every command), as they stand in the help of `page`. */
static void print_options(const struct cli *cli, int command, int page)
{
    for (int i = 0; i < OPTION_COUNT; i++) {
        const struct option_row *row = option_row((enum option)i);
        if (row->command == command)
            print_option(cli, row, page, row->summary[cli->lang]);
    }
}

static void print_all(const struct cli *cli)
{
    out("%s\n\n",
        say(cli, "baku: SOP sebagai program. Memeriksa lembar SOP yang ditulis dalam YAML dan menjalankannya.",
            "baku: SOPs as programs. Checks SOP sheets written in YAML and runs them."));
    out("%s  baku %s\n\n", say(cli, "Pakai:", "Usage:"),
        say(cli, "PERINTAH [opsi] [argumen]", "COMMAND [options] [operands]"));
    for (int i = 0; i < COMMAND_COUNT; i++) {
        const struct command_row *row = command_row((enum command)i);
        char name[120];
        snprintf(name, sizeof name, "%s %s", row->name, row->operands[cli->lang]);
        out("  ");
        out_padded(name, 28);
        out(" %s\n", row->summary[cli->lang]);
    }
    out("\n%s\n", say(cli, "Opsi setiap perintah:", "Options of every command:"));
    print_options(cli, -1, -1);
    out("\n%s\n",
        say(cli,
            "Kode keluar: 0 ya; 1 jawabannya tidak; 2 baris perintah salah; 3 berkas, disk atau memori gagal; 4 tidak "
            "berhak; "
            "5 didahului orang lain.",
            "Exit: 0 yes; 1 the answer is no; 2 the command line is wrong; 3 a file, the disk or memory failed; 4 not "
            "permitted; 5 somebody was first."));
    out("%s\n", say(cli, "Rincian satu perintah: baku help run. Versi: baku --version.",
                    "One command in detail: baku help run. Version: baku --version."));
}

/* What the formats are that only some commands know. */
static void print_formats(const struct cli *cli, const char *known)
{
    static const struct {
        const char *name, *words[2];
    } formats[] = {
#define FORMAT(name, id, en) {#name, {id, en}},
#include "formats.def"
#undef FORMAT
    };
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (*formats[i].words[cli->lang] && strstr(known, formats[i].name)) {
            out("  ");
            out_padded(formats[i].name, 28);
            out(" %s\n", formats[i].words[cli->lang]);
        }
}

static void print_format_rows(const struct cli *cli, const struct command_row *row)
{
    if (strcmp(row->formats, "text|json") == 0)
        return;
    out("\n%s\n", say(cli, "Bentuk lain pada --format:", "The other values of --format:"));
    print_formats(cli, row->formats);
}

/* The verbs that the command may be told. */
static void print_verbs(const struct cli *cli, enum command command)
{
    bool first = true;
    for (int v = 0; v < VERB_COUNT; v++) {
        const struct verb_row *row = verb_row((enum verb)v);
        char name[80];
        if (row->command != command)
            continue;
        if (first)
            out(say(cli, "\nYang dilakukan (rincian satu: baku help %s %s):\n",
                    "\nWhat it does (one in detail: baku help %s %s):\n"),
                command_row(command)->name, row->name);
        first = false;
        snprintf(name, sizeof name, "%s %s", row->name, row->operands[cli->lang]);
        out("  ");
        out_padded(name, 28);
        out(" %s\n", row->summary[cli->lang]);
    }
}

static void print_command(const struct cli *cli, enum command command)
{
    const struct command_row *row = command_row(command);
    out("baku %s %s\n  %s\n", row->name, row->operands[cli->lang], row->summary[cli->lang]);
    print_verbs(cli, command);
    bool own = false;
    for (int i = 0; i < OPTION_COUNT; i++)
        own = own || option_row((enum option)i)->command == (int)command;
    if (own)
        out("\n%s\n", say(cli, "Opsi:", "Options:"));
    print_options(cli, (int)command, (int)command);
    out("\n%s\n", say(cli, "Opsi setiap perintah:", "Options of every command:"));
    print_options(cli, -1, (int)command);
    print_format_rows(cli, row);
    out("\n%s\n  %s\n", say(cli, "Contoh:", "Example:"), row->example);
}

/* How long the verbs are that a part of a summary begins with (`list: …`, `cancel, move: …`), 0 where it is for all;
 * `*mine` says whether the verb is among them. */
static size_t verbs_before(const struct verb_row *verb, const char *part, bool *mine)
{
    *mine = false;
    for (size_t at = 0;;) {
        char word[20];
        size_t len = strspn(part + at, "abcdefghijklmnopqrstuvwxyz");
        snprintf(word, sizeof word, "%.*s", (int)len, part + at);
        if (find_verb(verb->command, word) == VERB_COUNT || (part[at + len] != ':' && part[at + len] != ','))
            return 0;
        *mine = *mine || strcmp(word, verb->name) == 0;
        at += len + 2;
        if (part[at - 2] == ':')
            return at;
    }
}

/* What an option's summary says of one verb: the parts between semicolons that are for it. */
static void summary_for(const struct verb_row *verb, const char *summary, char *to, size_t size)
{
    size_t used = 0;
    *to = '\0';
    while (*summary && used < size) {
        bool mine;
        size_t len = strcspn(summary, ";"), skip = verbs_before(verb, summary, &mine);
        if (skip == 0 || mine)
            used += (size_t)snprintf(to + used, size - used, "%s%.*s", used ? "; " : "", (int)(len - skip),
                                     summary + skip);
        summary += len + (summary[len] ? strspn(summary + len, "; ") : 0);
    }
}

static void print_verb(const struct cli *cli, enum verb verb)
{
    const struct verb_row *row = verb_row(verb);
    char summary[400];
    bool first = true;
    out("baku %s %s %s\n  %s\n", command_row(row->command)->name, row->name, row->operands[cli->lang],
        row->summary[cli->lang]);
    for (int i = 0; i < OPTION_COUNT; i++) {
        const struct option_row *option = option_row((enum option)i);
        if (!verb_takes(row, option))
            continue;
        if (first)
            out("\n%s\n", say(cli, "Opsi:", "Options:"));
        first = false;
        summary_for(row, option->summary[cli->lang], summary, sizeof summary);
        print_option(cli, option, (int)row->command, summary);
    }
    out("\n%s\n", say(cli, "Opsi setiap perintah:", "Options of every command:"));
    print_options(cli, -1, (int)row->command);
    out("\n%s\n  %s\n", say(cli, "Contoh:", "Example:"), row->example);
}

/* Both take over `value`; a failed allocation leaves nothing out in silence. */
static json_t *with_all(json_t *array, json_t *value)
{
    if (array && json_array_append_new(array, value) == 0)
        return array;
    json_decref(array);
    return NULL;
}

static json_t *options_json(const struct cli *cli, int command)
{
    json_t *options = json_array();
    for (int k = 0; options && k < OPTION_COUNT; k++) {
        const struct option_row *row = option_row((enum option)k);
        if (row->command == command || row->command == -1)
            options =
                with_all(options, json_pack("{s:s,s:s,s:s}", "option", row->name, "value",
                                            option_values(cli, row, command), "summary", row->summary[cli->lang]));
    }
    return options;
}

static int help_json(const struct cli *cli)
{
    json_t *commands = json_array();
    for (int i = 0; commands && i < COMMAND_COUNT; i++) {
        const struct command_row *row = command_row((enum command)i);
        commands = with_all(commands,
                            json_pack("{s:s,s:s,s:s,s:o}", "command", row->name, "operands", row->operands[cli->lang],
                                      "summary", row->summary[cli->lang], "options", options_json(cli, i)));
    }
    json_t *document = commands ? json_pack("{s:o}", "commands", commands) : NULL;
    struct baku_answer answer = {.json = document ? json_dumps(document, JSON_INDENT(2)) : NULL};
    json_decref(document);
    return out_answer(cli, BAKU_YES, &answer, NULL);
}

int cmd_help(const struct cli *cli)
{
    size_t n = cli->n_operands;
    int command = n ? find_command(cli->operands[0]) : -1;
    if (n && command < 0)
        return unknown_command(cli, cli->operands[0]);
    bool has_verbs = command == COMMAND_case || command == COMMAND_user;
    enum verb verb = n == 2 && has_verbs ? find_verb((enum command)command, cli->operands[1]) : VERB_COUNT;
    if (n == 2 && has_verbs && verb == VERB_COUNT)
        return unknown_verb(cli, (enum command)command, cli->operands[1]);
    if (n > 1 && verb == VERB_COUNT)
        return usage_error(cli, say(cli, "sebutkan satu perintah saja", "name one command only"),
                           say(cli, "Contoh: baku help run", "Example: baku help run"));
    if (cli->json)
        return help_json(cli);
    if (verb != VERB_COUNT)
        print_verb(cli, verb);
    else if (n)
        print_command(cli, (enum command)command);
    else
        print_all(cli);
    return 0;
}
