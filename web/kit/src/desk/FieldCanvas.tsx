/** The canvas with the parts that few pages draw: fields of colour, and flows. */

import { HeatmapChart, SankeyChart } from "echarts/charts";
import { VisualMapComponent } from "echarts/components";
import { use } from "echarts/core";

use([HeatmapChart, SankeyChart, VisualMapComponent]);

export { default } from "./Canvas.tsx";
