/* baku: the command line. A table of commands, one file each; everything else is the library's. */
#include "cli.h"
#include "out.h"

static int print_version(void)
{
    out("%s\n", baku_version());
    return 0;
}

static int run_command(const struct cli *cli)
{
    switch (cli->command) {
#define COMMAND(name, o_id, o_en, id, en, example, formats)                                                            \
    case COMMAND_##name:                                                                                               \
        return cmd_##name(cli);
#include "commands.def"
#undef COMMAND
    case COMMAND_COUNT:
        break;
    }
    return BAKU_UNKNOWN;
}

int main(int argc, char **argv)
{
    struct cli cli = {0};
    int code;
    code = cli_parse(&cli, argc, argv);
    if (code == 0)
        code = option_given(&cli, OPTION_ANY_version) ? print_version() : run_command(&cli);
    code = out_close(&cli, code);
    cli_release(&cli);
    return code;
}
