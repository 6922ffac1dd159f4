"""Find a place for everything a town owns."""

from mesto.simulator.assets.air import air_stations_in, weather_stations_in
from mesto.simulator.assets.charging import stations_in
from mesto.simulator.assets.ground import Ground
from mesto.simulator.assets.kinds import Assets
from mesto.simulator.assets.lighting import lamp_sites, lamps_on, network_of
from mesto.simulator.assets.parking import car_parks_in, parking_spots_in
from mesto.simulator.assets.radio import Hearing, gateways_of
from mesto.simulator.assets.segments import segments_of
from mesto.simulator.assets.traffic import counters_in
from mesto.simulator.assets.waste import waste_in
from mesto.simulator.chance import Chance
from mesto.simulator.town import Town


def place(town: Town, seed: int, size: float = 1.0) -> Assets:
    """Place everything.

    size: share of what a town of 90,000 people owns
    """
    ground = Ground(
        town=town,
        chance=Chance(seed).stream("assets"),
        size=size,
    )
    sites, streets = lamp_sites(ground)
    on_plane = ground.meters(site.location for site in sites)
    gateways = gateways_of(ground, on_plane)
    hears = Hearing(ground, gateways)
    cabinets, feeders, feeder_of = network_of(ground, sites, on_plane, hears)
    isles, containers = waste_in(ground, hears)
    car_parks = car_parks_in(ground)
    return Assets(
        lamps=lamps_on(ground, sites, streets, feeder_of, hears),
        segments=segments_of(ground, sites),
        feeders=feeders,
        cabinets=cabinets,
        isles=isles,
        containers=containers,
        car_parks=car_parks,
        parking_spots=parking_spots_in(ground, car_parks, hears),
        stations=stations_in(ground, car_parks),
        counters=counters_in(ground),
        air_stations=air_stations_in(ground),
        weather_stations=weather_stations_in(ground),
        gateways=gateways,
    )
