#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "out.h"

/* The options of a command (-1: of every command), as they stand in the help of `page`. */
static void print_options(const struct cli *cli, int command, int page)
{
    for (int i = 0; i < OPTION_COUNT; i++) {
        const struct option_row *row = option_row((enum option)i);
        char name[80];
        if (row->command != command)
            continue;
        snprintf(name, sizeof name, "--%s %s", row->name, option_values(cli, row, page));
        out("  ");
        out_padded(name, 28);
        out(" %s\n", row->summary[cli->lang]);
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

static void print_command(const struct cli *cli, enum command command)
{
    const struct command_row *row = command_row(command);
    out("baku %s %s\n  %s\n", row->name, row->operands[cli->lang], row->summary[cli->lang]);
    bool own = false;
    for (int i = 0; i < OPTION_COUNT; i++)
        own = own || option_row((enum option)i)->command == (int)command;
    if (own)
        out("\n%s\n", say(cli, "Opsi:", "Options:"));
    print_options(cli, (int)command, (int)command);
    out("\n%s\n", say(cli, "Opsi setiap perintah:", "Options of every command:"));
    print_options(cli, -1, (int)command);
    if (strcmp(row->formats, "text|json") != 0) {
        out("\n%s\n", say(cli, "Bentuk lain pada --format:", "The other values of --format:"));
        print_formats(cli, row->formats);
    }
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
    if (cli->n_operands > 1)
        return usage_error(cli, say(cli, "sebutkan satu perintah saja", "name one command only"),
                           say(cli, "Contoh: baku help run", "Example: baku help run"));
    int command = cli->n_operands ? find_command(cli->operands[0]) : -1;
    if (cli->n_operands && command < 0)
        return unknown_command(cli, cli->operands[0]);
    if (cli->json)
        return help_json(cli);
    if (cli->n_operands)
        print_command(cli, (enum command)command);
    else
        print_all(cli);
    return 0;
}
